import type { Agreement, Reading, Row } from '../agreement.ts'
import type { BySide } from '../../../core/side.ts'
import type { Candidate, Columns, Propose } from '../lens/candidate.ts'
import type { Column, Table } from '../column.ts'
import type { RowPair } from '../key/find-keys.ts'
import { isList } from '../../../core/value.ts'
import type { Value } from '../../../core/value.ts'
import { likenessOf } from '../name/likeness.ts'
import { measure } from '../agreement.ts'
import { proposeBoolean } from '../lens/propose-boolean.ts'
import { proposeDate } from '../lens/propose-date.ts'
import { proposeList } from '../lens/propose-list.ts'
import { proposeMap } from '../lens/propose-map.ts'
import { proposeNumber } from '../lens/propose-number.ts'
import { proposeText } from '../lens/propose-text.ts'

/** Pairs of records on which every combination of columns is tried. */
export const PAIRS_SCREENED_MAX = 200

/** Pairs of records on which what looks alike is measured. */
export const PAIRS_MEASURED_MAX = 2_000

/** Beyond chance, so much agreement makes a field, 0 to 1. */
export const LIFT_SURE_MIN = 0.6

/** Beyond chance, so much agreement is worth a question, 0 to 1. */
export const LIFT_DOUBTFUL_MIN = 0.3

/** A better reading has to agree on so much more to be preferred to a simpler one, 0 to 1. */
const GAIN_MIN = 0.002

/** Two columns that could be one field. */
export interface FieldFinding extends Reading {
  readonly a: Column
  readonly b: Column
  readonly evidence: string
  readonly agreement: Agreement
  readonly sure: boolean
}

const PROPOSALS: readonly Propose[] = [
  proposeBoolean,
  proposeList,
  proposeDate,
  proposeNumber,
  proposeText,
  proposeMap,
]

/**
 * Finds columns that agree on records which are one, each at most once, in the order of side `a`. What agrees by chance
 * alone is no finding, unless the columns have the same name. Pure.
 */
export function findFields(
  { a, b }: BySide<Table>,
  pairs: readonly RowPair[],
  names: BySide<string>,
): readonly FieldFinding[] {
  const findings = a.columns.filter(isData).flatMap((left) =>
    b.columns.filter(isData).flatMap((right) => {
      const found = judge(left, right, { pairs, names }) ?? guess(left, right, { pairs, names })
      return found === undefined ? [] : [found]
    }),
  )
  const chosen: FieldFinding[] = []
  for (const finding of findings.toSorted((left, right) => worthOf(right) - worthOf(left)))
    if (chosen.every((other) => other.a !== finding.a && other.b !== finding.b))
      chosen.push(finding)
  return a.columns.flatMap((column) => chosen.filter((finding) => finding.a === column))
}

function isData({ role, writable }: Column): boolean {
  return role === 'data' && writable
}

function worthOf({ a, b, agreement }: FieldFinding): number {
  return agreement.lift + agreement.share / 4 + likenessOf(a.path, b.path) / 2
}

interface Context {
  readonly pairs: readonly RowPair[]
  readonly names: BySide<string>
}

function judge(a: Column, b: Column, { pairs, names }: Context): FieldFinding | undefined {
  const rows = pairs
    .slice(0, PAIRS_MEASURED_MAX)
    .map(([left, right]): Row => ({ a: a.values[left] ?? null, b: b.values[right] ?? null }))
  const held = rows.filter((row) => !isEmpty(row.a) && !isEmpty(row.b))
  const columns = { rows: held, names }
  if (propose({ rows: held.slice(0, PAIRS_SCREENED_MAX), names }, names).length === 0)
    return undefined
  const best = pick(propose(columns, names), rows, names)
  if (best === undefined) return undefined
  const { candidate, agreement } = best
  const alike = likenessOf(a.path, b.path)
  const isConstant = agreement.lift === 0 && agreement.share >= 0.95 && alike === 1
  if (agreement.lift < LIFT_DOUBTFUL_MIN && !isConstant) return undefined
  const isBeyond = agreement.lift >= LIFT_SURE_MIN && isProved(best, alike)
  return { ...candidate, a, b, agreement, sure: isBeyond || isConstant }
}

/** On fewer pairs than this names are worth a question too. */
export const PAIRS_FEW_MAX = 4

/** So alike two names are worth a question, 0 to 1. */
export const LIKENESS_DOUBTFUL_MIN = 0.5

/** Where hardly any record is on both sides, columns of like names are a question. */
function guess(a: Column, b: Column, { pairs, names }: Context): FieldFinding | undefined {
  if (pairs.length > PAIRS_FEW_MAX || likenessOf(a.path, b.path) < LIKENESS_DOUBTFUL_MIN)
    return undefined
  const [left, right] = [a.values.filter(isHeld), b.values.filter(isHeld)]
  const shapes = left
    .slice(0, right.length)
    .map((value, at) => ({ a: value, b: right[at] ?? null }))
  const columns = { rows: shapes, names }
  const [reading] = [proposeDate, proposeNumber, proposeText].flatMap((make) => make(columns))
  const candidate = { as: reading?.as, empty: undefined }
  const rows = pairs.map(([x, y]): Row => ({ a: a.values[x] ?? null, b: b.values[y] ?? null }))
  const agreement = measure(rows, localized(candidate, names))
  if (agreement === undefined) return undefined
  return { ...candidate, a, b, agreement, evidence: 'their names are alike', sure: false }
}

function isHeld(value: Value): boolean {
  return !isEmpty(value)
}

/** So unlikely has agreement to be by chance, in bits, where the names do not speak for it. */
export const PROOF_BITS_MIN = 6

/** Whether so many pairs agree by chance at most once in many: what a reading was learned from does not speak for it. */
function isProved({ candidate, agreement }: Picked, alike: number): boolean {
  const { agree, rows, chance } = agreement
  const bits = (agree - learnedFrom(candidate.as)) * Math.log2(1 / chance)
  return rows > 1 && bits >= PROOF_BITS_MIN * (1 - alike)
}

/** Pairs that a reading needs to find out what means what. */
function learnedFrom(as: Reading['as']): number {
  const learned = [as].flat().map((step) => {
    if (typeof step !== 'object' || step === null || isList(step)) return 0
    if ('bool' in step) return 2
    return 'map' in step ? Object.keys(step['map'] ?? {}).length : 0
  })
  return Math.max(...learned)
}

/** Only what shows at least some agreement on a few pairs is measured on all. */
function propose(columns: Columns, names: BySide<string>): readonly Candidate[] {
  const few = columns.rows.slice(0, PAIRS_SCREENED_MAX)
  return PROPOSALS.flatMap((proposal) => proposal(columns)).filter((candidate) => {
    const agreement = measure(few, localized(candidate, names))
    return agreement !== undefined && agreement.share >= SCREEN_SHARE_MIN
  })
}

const SCREEN_SHARE_MIN = 0.3

interface Picked {
  readonly candidate: Candidate
  readonly agreement: Agreement
}

/** The candidate that agrees best; the simpler one where the gain is small. */
function pick(
  candidates: readonly Candidate[],
  rows: readonly Row[],
  names: BySide<string>,
): Picked | undefined {
  const empty = rows.some(({ a, b }) => a === '' || b === '')
    ? ('same-as-null' as const)
    : undefined
  let best: Picked | undefined
  for (const proposed of candidates) {
    const candidate = { ...proposed, empty }
    const agreement = measure(rows, localized(candidate, names))
    if (agreement === undefined) continue
    if (best === undefined || agreement.share > best.agreement.share + GAIN_MIN)
      best = { candidate, agreement }
  }
  return best
}

/** Measuring knows the sides by their letters. */
function localized({ as, empty }: Reading, names: BySide<string>): Reading {
  const steps = [as].flat()
  const local = steps.map((step) =>
    typeof step === 'object' && step !== null && 'side' in step
      ? { ...step, side: step['side'] === names.a ? 'a' : 'b' }
      : (step ?? null),
  )
  return { as: as === undefined ? undefined : local, empty }
}

function isEmpty(value: unknown): boolean {
  return value === null || value === '' || (Array.isArray(value) && value.length === 0)
}
