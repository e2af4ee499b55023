import type { Column } from '../output/table.ts'
import type { Entry } from '../../engine/plan/entry.ts'
import type { FieldNote } from '../../core/decide/decision.ts'
import type { Line, Part } from '../output/line.ts'
import type { Operation, Verb } from '../../core/operation.ts'
import type { PlanGroups } from './plan-groups.ts'
import type { Names } from '../describe/record.ts'
import { changeLines } from './draw-change.ts'
import { describeCondition } from '../describe/condition.ts'
import { disputeLines } from '../inbox/print-question.ts'
import { grouped } from '../output/relative-time.ts'
import { hang } from '../output/hang.ts'
import { layOut } from '../output/table.ts'
import { pairName } from '../describe/record.ts'
import { pickFields } from '../../core/value.ts'
import { plainText, styled } from '../output/line.ts'
import { titleOf } from '../describe/title.ts'

/** How pairs are drawn. */
export interface ItemShape {
  readonly names: Names
  readonly columns: number
}

/** What is drawn of one pair in one group: a line, and what belongs under it. */
interface Item {
  readonly head: readonly Line[]
  readonly details: readonly Line[]
}

const SYMBOLS: Readonly<Record<Exclude<keyof PlanGroups, 'remembered'>, Part>> = {
  create: styled('+', 'green'),
  update: styled('~', 'yellow'),
  delete: styled('-', 'red'),
  ask: styled('!', 'magenta'),
  left: styled('?', 'cyan'),
  held: styled('≠', 'dim'),
}

const COLUMNS: readonly Column[] = [{ fixed: true }, {}, {}, {}, {}]

/** Where details begin: under the name of the system. */
const INDENT = '       '

/** Draws pairs of one group, each as a line with its details under it. */
export function drawItems(
  kind: keyof typeof SYMBOLS,
  entries: readonly Entry[],
  shape: ItemShape,
): readonly Line[] {
  const items = entries.flatMap((entry) => itemsOf(kind, entry, shape))
  const heads = items.map(({ head }) => [[SYMBOLS[kind]], ...head])
  const lines = layOut(COLUMNS, heads, { columns: shape.columns, indent: '  ' })
  // What several records in a row have in common is said once, under the last of them.
  const isRepeated = (at: number): boolean => sameLines(items[at]?.details, items[at + 1]?.details)
  let together = 1
  return lines.flatMap((line, at) => {
    if (isRepeated(at)) {
      together += 1
      return [line]
    }
    const lead = together > 1 ? [[styled(`${INDENT}all ${grouped(together)}:`, 'dim')]] : []
    together = 1
    return [line, ...lead, ...(items[at]?.details ?? [])]
  })
}

function sameLines(
  some: readonly Line[] | undefined,
  others: readonly Line[] | undefined,
): boolean {
  return some?.map(plainText).join('\n') === others?.map(plainText).join('\n')
}

function itemsOf(kind: keyof typeof SYMBOLS, entry: Entry, shape: ItemShape): readonly Item[] {
  switch (kind) {
    case 'create':
    case 'update':
    case 'delete':
      return writesOf(kind, entry).map((operation) => writeItem(entry, operation, shape))
    case 'ask':
      return [questionItem(entry, shape)]
    case 'left':
      return [noteItem(entry, (note) => note.kind !== 'held', shape)]
    case 'held':
      return [noteItem(entry, (note) => note.kind === 'held', shape)]
  }
}

function writesOf(verb: Verb, { operations }: Entry): readonly Operation[] {
  return operations.filter((operation) => operation.verb === verb)
}

function writeItem(entry: Entry, operation: Operation, shape: ItemShape): Item {
  const { names } = shape
  const { decision, pair } = entry
  const head = [names[operation.side], pairName(pair), title(entry)]
  const guard = describeCondition(operation.condition)
  const rules = overridesOf(decision)
  if (operation.verb !== 'update')
    return {
      head: [...head, [styled(decision.reason, 'dim')]],
      details: under([...rules, guard].join(' · '), shape),
    }
  const before = operation.seen[operation.side]?.fields ?? null
  return {
    head,
    details: [
      ...changeLines(operation.set, before, { columns: shape.columns, indent: INDENT }),
      ...under([whyOf(entry, shape), ...rules, guard].join(' · '), shape),
    ],
  }
}

/** The rules that made the write other than the law would; a difference that is kept is told by itself. */
function overridesOf({ override = '', notes }: Entry['decision']): readonly string[] {
  const kept = notes.filter(({ kind }) => kind === 'held').map(({ reason }) => reason)
  return override.split('; ').filter((rule) => rule !== '' && !kept.includes(rule))
}

/** Whose edit an update carries, in two words. */
function whyOf({ before, decision }: Entry, { names }: ItemShape): string {
  if (before.base === undefined) return 'first meeting'
  const [a, b] = decision.cell.split('/')
  if (a === 'updated' && b === 'updated') return 'both changed'
  if (a === 'updated') return `${names.a} changed`
  return b === 'updated' ? `${names.b} changed` : 'put back'
}

function under(text: string, { columns }: ItemShape): readonly Line[] {
  return hang(text, { columns, first: `${INDENT}↳ ` }).map((line) => [styled(line, 'dim')])
}

function questionItem(entry: Entry, { names, columns }: ItemShape): Item {
  const { decision, pair, before } = entry
  const disputes =
    decision.kind === 'conflict' || decision.kind === 'update' ? decision.disputes : []
  const asked = before.conflict === undefined ? 'new question' : 'in the inbox'
  const head = ['both', pairName(pair), title(entry), [styled(asked, 'dim')]]
  const details =
    disputes.length > 0
      ? disputeLines(disputes, { names, columns, indent: INDENT })
      : under(decision.reason, { names, columns })
  return { head, details }
}

function noteItem(entry: Entry, isMeant: (note: FieldNote) => boolean, shape: ItemShape): Item {
  const { decision, pair } = entry
  const notes = decision.notes.filter(isMeant)
  const texts =
    notes.length > 0
      ? notes.map(({ field, reason }) => (reason.includes(field) ? reason : `${field}: ${reason}`))
      : [decision.override ?? decision.reason]
  return {
    head: ['', pairName(pair), title(entry)],
    details: [...new Set(texts)].flatMap((text) => under(text, shape)),
  }
}

/** The record as people call it, by a text of its own; the side that has one says it. */
function title({ seen, entity }: Entry): string {
  const own = entity.terms.fields.filter(({ refersTo }) => refersTo === undefined)
  for (const observation of [seen.a, seen.b])
    if (observation.kind === 'present') {
      const texts = pickFields(
        observation.fields,
        own.map(({ name }) => name),
      )
      return titleOf(texts) ?? ''
    }
  return ''
}
