import type { Pair } from '../../core/pair.ts'
import type { Conflict, ConflictKind } from '../../core/pair.ts'
import { ANSWERS } from '../describe/question.ts'
import { BilateralError } from '../../errors.ts'
import { readAge } from '../options/read-moment.ts'

/** A pair about which a person is asked. */
export interface OpenQuestion extends Pair {
  readonly conflict: Conflict
}

/** Which questions are meant; every condition given must hold. */
export interface Criteria {
  readonly entity?: string | undefined
  /** A question about this field. */
  readonly field?: string | undefined
  readonly kind?: ConflictKind | undefined
  /** Asked at least so long ago, in milliseconds. */
  readonly olderMs?: number | undefined
}

/** Criteria as they are typed. */
export type TypedCriteria = Readonly<Partial<Record<CriterionName, string>>>

/** The names of the criteria: options of `conflicts`, and words of `--where`. */
export const CRITERION_NAMES = ['entity', 'field', 'kind', 'older'] as const

type CriterionName = (typeof CRITERION_NAMES)[number]

/** What criteria can name. */
export interface Vocabulary {
  /** Names of the entities, each with its fields. */
  readonly fields: ReadonlyMap<string, readonly string[]>
}

/** Reads criteria. Rejects with `USAGE` for an entity, a field or a kind that does not exist, and names those that do. */
export function readCriteria(said: TypedCriteria, { fields }: Vocabulary): Criteria {
  const { entity, field, kind, older } = said
  if (entity !== undefined && !fields.has(entity))
    throw unknown('entity', entity, [...fields.keys()])
  const known = entity === undefined ? [...fields.values()].flat() : (fields.get(entity) ?? [])
  if (field !== undefined && !known.includes(field))
    throw unknown('field', field, [...new Set(known)])
  if (kind !== undefined && !isKind(kind)) throw unknown('kind', kind, Object.keys(ANSWERS))
  return { entity, field, kind, olderMs: older === undefined ? undefined : readAge(older) }
}

/** Names listed when one is not known. */
const NAMES_LISTED_MAX = 20

function unknown(what: string, name: string, known: readonly string[]): BilateralError {
  const some = known.slice(0, NAMES_LISTED_MAX).join(', ')
  const rest = known.length > NAMES_LISTED_MAX ? ', …' : ''
  return new BilateralError(
    'USAGE',
    `there is no ${what} ${JSON.stringify(name)}; there is ${some}${rest}. Nothing was done`,
    { next: 'bilateral conflicts' },
  )
}

function isKind(kind: string): kind is ConflictKind {
  return Object.hasOwn(ANSWERS, kind)
}

/** Tells whether a question is among those meant; the entity is left to whoever lists them. */
export function meets(
  { conflict: { kind, disputes, sinceMs } }: OpenQuestion,
  criteria: Criteria,
  nowMs: number,
): boolean {
  if (criteria.kind !== undefined && kind !== criteria.kind) return false
  if (criteria.olderMs !== undefined && nowMs - sinceMs < criteria.olderMs) return false
  return criteria.field === undefined || disputes.some(({ field }) => field === criteria.field)
}

const PHRASE = /^\s*(\w+)\s*=\s*(.*?)\s*$/s

/**
 * Reads `field=phone and kind=updated/updated` as criteria. Rejects with `USAGE` for anything else, also for a criterion
 * that is given twice.
 */
export function readWhere(text: string, vocabulary: Vocabulary): Criteria {
  const said = new Map<CriterionName, string>()
  for (const phrase of text.split(/\s+and\s+/)) {
    const [, name = '', value = ''] = PHRASE.exec(phrase) ?? []
    const criterion = CRITERION_NAMES.find((known) => known === name)
    if (criterion === undefined || value === '' || said.has(criterion))
      throw unreadable(text, phrase)
    said.set(criterion, value)
  }
  return readCriteria(Object.fromEntries(said), vocabulary)
}

function unreadable(text: string, phrase: string): BilateralError {
  return new BilateralError(
    'USAGE',
    `--where ${JSON.stringify(text)} cannot be read at ${JSON.stringify(phrase)}: write ${CRITERION_NAMES.map((name) => `${name}=…`).join(', ')}, each at most once, joined by "and". Nothing was done`,
    {
      next: "bilateral conflicts --field phone, then bilateral resolve --where 'field=phone' --dry-run",
    },
  )
}
