import type { Aspect, EntityTerms } from '../terms.ts'
import type { BySide, Side } from '../side.ts'
import type { Decision, FieldNote, Finding } from './decision.ts'
import type { FieldDispute, Pair } from '../pair.ts'
import type { Fields, Value } from '../value.ts'
import { NO_FIELDS, sameFields } from '../value.ts'
import { SIDES, otherSide } from '../side.ts'
import { advanceBase, sameBase } from './base.ts'
import { decideAspect, differing, permitted, shownValue, unreadable } from './aspect.ts'
import { decreedVerdict, questionKind, standingDecree } from './decree.ts'
import type { AspectVerdict } from './aspect.ts'
import type { FieldSight } from './sight.ts'
import { completion } from './completion.ts'
import { isAtBase } from './dirt.ts'

/** What the aspects of one pair add up to. */
interface Sum {
  readonly set: BySide<Record<string, Value>>
  readonly agreed: BySide<Record<string, Value>>
  /** Values that both sides are to be given, with those of the target under way. */
  readonly merging: Record<string, Value>
  readonly mergesTo: Set<Side>
  readonly disputes: FieldDispute[]
  readonly notes: FieldNote[]
  readonly overrides: string[]
  repair: boolean
}

/** One aspect, and what it is judged with. */
interface Context {
  readonly aspect: Aspect
  readonly sight: FieldSight
  readonly terms: EntityTerms
}

/** The fields to write to each side; a side that gets none is absent. */
type Writes = Readonly<Partial<Record<Side, Fields>>>

/** Decides two present records field by field (D3): disjoint edits merge, only what both changed differently is asked. */
export function decideFields(sight: FieldSight, terms: EntityTerms): Decision {
  const sum = sumUp(sight, terms)
  const set = withoutParked(sight.pair, sum)
  const finding: Finding = {
    cell: sight.cell,
    reason: describe(set, sum, sight, terms),
    override: sum.overrides.length > 0 ? sum.overrides.join('; ') : undefined,
    notes: sum.notes,
  }
  if (sum.disputes.length > 0 && isSplit(sight, terms)) return { ...finding, kind: 'split' }
  if (sum.repair) return { ...finding, kind: 'repair' }
  if (Object.keys(set).length === 0) return settled(sight, sum, terms, finding)
  const { agreed, disputes } = sum
  const merged = mergesBoth(sum) ? sum.merging : undefined
  return { ...finding, kind: 'update', set, agreed, disputes, merged }
}

function sumUp(sight: FieldSight, terms: EntityTerms): Sum {
  const sum: Sum = {
    set: { a: {}, b: {} },
    agreed: { a: {}, b: {} },
    merging: {},
    mergesTo: new Set(),
    disputes: [],
    notes: [],
    overrides: [],
    repair: false,
  }
  for (const aspect of terms.aspects) {
    if (isQuiet(aspect, sight, terms)) continue
    const context = { aspect, sight, terms }
    add(sum, verdictOn(context), context)
  }
  return sum
}

/** Most aspects of a pair did not move at all: nothing is to be said of them. */
function isQuiet({ fields }: Aspect, { pair, a, b }: FieldSight, terms: EntityTerms): boolean {
  const { base } = pair
  if (base === undefined) return false
  return fields.every(
    (field) => isAtBase(field, base.a, a, terms) && isAtBase(field, base.b, b, terms),
  )
}

/** A merge under way and a person's answer come before the law: both were decided already (W13, R8). */
function verdictOn({ aspect, sight, terms }: Context): AspectVerdict {
  const unread = unreadable(aspect, sight, terms)
  if (unread !== undefined) return { kind: 'wait', reason: unread }
  const verdict = completion(aspect, sight, terms) ?? decideAspect(aspect, sight, terms)
  const answer = verdict.kind === 'dispute' ? decreedVerdict(aspect, sight, terms) : undefined
  return permitted({ ...(answer ?? verdict), override: verdict.override }, aspect, sight, terms)
}

function add(sum: Sum, verdict: AspectVerdict, context: Context): void {
  const { aspect, sight, terms } = context
  if (verdict.override !== undefined) sum.overrides.push(verdict.override)
  switch (verdict.kind) {
    case 'agree':
      give(sum, NO_FIELDS, context)
      return
    case 'flow':
      Object.assign(sum.merging, verdict.completes)
      give(sum, sight[otherSide(verdict.to)].fields, context)
      return
    case 'merge':
      Object.assign(sum.merging, verdict.fields)
      for (const side of give(sum, verdict.fields, context)) sum.mergesTo.add(side)
      return
    case 'dispute':
      sum.disputes.push(...differing(aspect, sight, terms).map((field) => disputeOf(field, sight)))
      return
    case 'hold':
    case 'wait':
      sum.notes.push(...aspect.fields.map((field) => noteOf(field, verdict)))
      return
    case 'repair':
      sum.repair = true
  }
}

/**
 * Gives each field on which the sides differ its value, where it is not shown yet (L8); the aspect's other fields, and
 * all without a value, agree. Answers the sides that are written to.
 */
function give(sum: Sum, values: Fields, { aspect, sight, terms }: Context): ReadonlySet<Side> {
  const written = new Set<Side>()
  const differs = new Set(differing(aspect, sight, terms))
  for (const field of aspect.fields) {
    const value = differs.has(field) ? values[field] : undefined
    for (const side of SIDES) {
      const shown = shownValue(sight[side], field)
      if (value !== undefined && !terms.same(field, value, shown)) {
        sum.set[side][field] = value
        written.add(side)
      } else if (value === undefined && isNews(field, side, sight, terms))
        sum.agreed[side][field] = shown
    }
  }
  return written
}

function isNews(field: string, side: Side, { pair, ...sight }: FieldSight, { same }: EntityTerms) {
  return !same(field, sight[side].fields[field], pair.base?.[side].fields[field])
}

function disputeOf(field: string, { pair, a, b }: FieldSight): FieldDispute {
  return {
    field,
    a: a.fields[field],
    b: b.fields[field],
    baseA: pair.base?.a.fields[field],
    baseB: pair.base?.b.fields[field],
  }
}

function noteOf(field: string, verdict: Extract<AspectVerdict, { reason: string }>): FieldNote {
  return { field, kind: verdict.kind === 'hold' ? 'held' : 'waiting', reason: verdict.reason }
}

/** Tells whether merged values take a write to each side. */
function mergesBoth({ mergesTo }: Sum): boolean {
  return mergesTo.size === SIDES.length
}

/**
 * What the target refused for its content is not sent again unchanged, and the other half of its merge is not written
 * either (L18); everything else still flows.
 */
function withoutParked({ parking }: Pair, sum: Sum): Writes {
  if (parking === undefined || !sameFields(parking.set, sum.set[parking.side]))
    return writesOf(sum.set)
  const halves = mergesBoth(sum) ? sum.merging : NO_FIELDS
  const [parked, free] = [parking.side, otherSide(parking.side)]
  const rest = Object.entries(sum.set[free]).filter(([field]) => !Object.hasOwn(halves, field))
  const reason = `refused before: ${parking.message}`
  for (const field of Object.keys({ ...parking.set, ...halves }))
    sum.notes.push({ field, kind: 'parked', reason })
  return writesOf({ [parked]: NO_FIELDS, [free]: Object.fromEntries(rest) })
}

function writesOf(set: Readonly<Partial<Record<Side, Fields>>>): Writes {
  return Object.fromEntries(
    Object.entries(set).filter(([, fields]) => Object.keys(fields).length > 0),
  )
}

/** Tells whether two records that differ are to stay two, by the user's rule (D8) or a person's answer. */
function isSplit(sight: FieldSight, { presence }: EntityTerms): boolean {
  if (standingDecree(sight.pair, sight)?.resolution.kind === 'both') return true
  return sight.pair.base === undefined && presence.createdBoth.kind === 'both'
}

function settled(sight: FieldSight, sum: Sum, terms: EntityTerms, finding: Finding): Decision {
  const base = advanceBase(sight.pair.base, sum.agreed, { a: sight.a, b: sight.b }, terms)
  const { disputes } = sum
  if (disputes.length > 0)
    return { ...finding, kind: 'conflict', conflict: questionKind(disputes), disputes, base }
  if (!sameBase(sight.pair.base, base)) return { ...finding, kind: 'adopt', base }
  if (sum.notes.some(({ kind }) => kind !== 'held')) return { ...finding, kind: 'wait' }
  return { ...finding, kind: sum.notes.length > 0 ? 'hold' : 'nothing' }
}

function describe(set: Writes, sum: Sum, { pair }: FieldSight, { names }: EntityTerms): string {
  if (sum.repair) return 'neither side is known to have changed, and yet they differ'
  const parts = [
    ...toward(set.b, `${names.a} → ${names.b}`),
    ...toward(set.a, `${names.b} → ${names.a}`),
    ...contested(sum.disputes),
  ]
  if (parts.length > 0) return parts.join('; ')
  if (pair.base === undefined) return 'the same record, found on both sides'
  return sum.notes[0]?.reason ?? 'both sides agree'
}

function toward(set: Fields | undefined, arrow: string): readonly string[] {
  return set === undefined ? [] : [`${arrow}: ${Object.keys(set).join(', ')}`]
}

function contested(disputes: readonly FieldDispute[]): readonly string[] {
  if (disputes.length === 0) return []
  const how = questionKind(disputes) === 'created/created' ? 'differ' : 'both changed'
  return [`${how}: ${disputes.map(({ field }) => field).join(', ')}`]
}
