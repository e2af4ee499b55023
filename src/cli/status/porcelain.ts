import type { Pair } from '../../core/pair.ts'
import type { Side } from '../../core/side.ts'
import type { SituationOrUnknown } from '../../core/situation.ts'
import type { Verb } from '../../core/operation.ts'
import { otherSide } from '../../core/side.ts'
import { pairName } from '../describe/record.ts'

const LETTERS: Readonly<Record<SituationOrUnknown, string>> = {
  missing: '-',
  unchanged: '=',
  updated: 'M',
  deleted: 'D',
  unknown: '?',
}

/**
 * One line for a pair about which something is open (C61): the situations of both sides as two letters, the first system
 * first, then the pair, what is open, and the fields in question. The form does not change within a major version.
 */
export function porcelainLine(pair: Pair): string {
  const { name, fields } = matterOf(pair)
  return [lettersOf(pair), pairName(pair), name, fields.join(',')].join(' ').trimEnd()
}

interface Matter {
  readonly name: 'conflict' | 'answered' | 'pending' | 'unsettled' | 'refused'
  readonly fields: readonly string[]
}

function matterOf({ conflict, decree, intent, parking }: Pair): Matter {
  const disputed = (conflict?.disputes ?? []).map(({ field }) => field)
  if (intent?.pending === true) return { name: 'pending', fields: [] }
  if (intent !== undefined) return { name: 'unsettled', fields: Object.keys(intent.set) }
  if (decree !== undefined) return { name: 'answered', fields: disputed }
  if (conflict !== undefined) return { name: 'conflict', fields: disputed }
  return { name: 'refused', fields: Object.keys(parking?.set ?? {}) }
}

function lettersOf({ conflict, intent, parking, base }: Pair): string {
  const asked = intent === undefined ? conflict : undefined
  if (asked !== undefined) {
    const [a, b] = asked.cell.split('/') as [SituationOrUnknown, SituationOrUnknown]
    return `${LETTERS[a]}${LETTERS[b]}`
  }
  if (intent !== undefined) return aimedAt(intent.side, intent.verb)
  return parking === undefined
    ? '??'
    : aimedAt(parking.side, base === undefined ? 'create' : 'update')
}

/** What a write to one side says of both: the other side has what this one lacks. */
function aimedAt(target: Side, verb: Verb): string {
  const there = verb === 'create' ? '-' : '='
  const here = verb === 'delete' ? 'D' : 'M'
  return otherSide(target) === 'a' ? `${here}${there}` : `${there}${here}`
}
