import type { Side } from '../side.ts'
import type { Decision, FieldNote } from './decision.ts'
import type { EntityTerms } from '../terms.ts'
import type { FieldDispute, Pair } from '../pair.ts'
import type { Fields, Value } from '../value.ts'
import type { Aspect, AspectVerdict } from './aspect.ts'
import type { FieldSight } from './sight.ts'
import { advanceBase, sameBase } from './base.ts'
import { aspectsOf, decideAspect } from './aspect.ts'
import { completion } from './completion.ts'
import { firstMeeting, isSplit } from './first-meeting.ts'
import { decreedVerdict } from './decree.ts'
import { otherSide } from '../side.ts'
import { sameFields } from '../value.ts'

/** What the aspects of one pair add up to. */
interface Sum {
  readonly set: { a: Record<string, Value>; b: Record<string, Value> }
  readonly agreed: { a: Record<string, Value>; b: Record<string, Value> }
  readonly merged: Record<string, Value>
  readonly disputes: FieldDispute[]
  readonly notes: FieldNote[]
  repair: boolean
}

/** Decides two present records field by field (D3): disjoint edits merge, only what both changed differently is asked. */
export function decideFields(sight: FieldSight, terms: EntityTerms): Decision {
  const sum = sumUp(sight, firstMeeting(sight, terms))
  const finding = { cell: sight.cell, reason: describe(sight, sum, terms), notes: sum.notes }
  if (isSplit(sight, terms) && sum.disputes.length > 0) return { ...finding, kind: 'split' }
  if (sum.repair) return { ...finding, kind: 'repair' }
  const set = withoutParked(sight.pair, sum)
  if (set.a !== undefined || set.b !== undefined)
    return {
      ...finding,
      kind: 'update',
      set,
      agreed: sum.agreed,
      disputes: sum.disputes,
      merged: Object.keys(sum.merged).length > 0 ? sum.merged : undefined,
    }
  return settled(sight, sum, terms, finding)
}

function sumUp(sight: FieldSight, terms: EntityTerms): Sum {
  const sum: Sum = {
    set: { a: {}, b: {} },
    agreed: { a: {}, b: {} },
    merged: {},
    disputes: [],
    notes: [],
    repair: false,
  }
  for (const aspect of aspectsOf(terms.fields))
    add(sum, aspect, verdictOf(aspect, sight, terms), sight)
  return sum
}

/** A merge under way and a person's answer come before the law: both were decided already (W13, R8). */
function verdictOf(aspect: Aspect, sight: FieldSight, terms: EntityTerms): AspectVerdict {
  const verdict =
    completion(aspect, sight, terms) ??
    decideAspect(
      aspect,
      { a: sight.a, b: sight.b, base: sight.pair.base, clean: sight.clean },
      terms,
    )
  return verdict.kind === 'dispute' ? (decreedVerdict(aspect, sight) ?? verdict) : verdict
}

function add(sum: Sum, aspect: Aspect, verdict: AspectVerdict, sight: FieldSight): void {
  for (const field of aspect.fields) addField(sum, field, verdict, sight)
}

function addField(sum: Sum, field: string, verdict: AspectVerdict, sight: FieldSight): void {
  switch (verdict.kind) {
    case 'agree':
      agree(sum, field, sight)
      return
    case 'flow':
      flow(sum, field, verdict.to, sight)
      return
    case 'merge':
      mergeInto(sum, field, verdict.fields[field] ?? null, sight)
      return
    case 'dispute':
      sum.disputes.push(disputeOf(field, sight))
      return
    case 'hold':
      sum.notes.push({ field, kind: 'held', reason: verdict.reason })
      return
    case 'wait':
      sum.notes.push({ field, kind: 'waiting', reason: verdict.reason })
      return
    case 'repair':
      sum.repair = true
  }
}

function agree(sum: Sum, field: string, sight: FieldSight): void {
  const { [field]: a = null } = sight.a.fields
  const { [field]: b = null } = sight.b.fields
  sum.agreed.a[field] = a
  sum.agreed.b[field] = b
}

function flow(sum: Sum, field: string, to: Side, sight: FieldSight): void {
  const value = sight[otherSide(to)].fields[field]
  if (value === undefined) return
  // Within a group a field may be equal already: it agrees, only its siblings are written (L8).
  if (sameFields({ value }, { value: sight[to].fields[field] ?? null })) {
    sum.agreed.a[field] = value
    sum.agreed.b[field] = value
    return
  }
  sum.set[to][field] = value
}

function mergeInto(sum: Sum, field: string, value: Value, sight: FieldSight): void {
  for (const side of ['a', 'b'] as const)
    if (!sameFields({ value }, { value: sight[side].fields[field] ?? null }))
      sum.set[side][field] = value
  if (field in sum.set.a && field in sum.set.b) sum.merged[field] = value
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

/** What the target refused for its content is not sent again unchanged (L18); everything else still flows. */
function withoutParked({ parking }: Pair, sum: Sum): Readonly<Partial<Record<Side, Fields>>> {
  const set: Partial<Record<Side, Fields>> = {}
  for (const side of ['a', 'b'] as const) {
    const fields = sum.set[side]
    if (Object.keys(fields).length === 0) continue
    if (parking?.side === side && sameFields(parking.set, fields))
      for (const field of Object.keys(fields))
        sum.notes.push({ field, kind: 'waiting', reason: `refused before: ${parking.message}` })
    else set[side] = fields
  }
  return set
}

type Base = ReturnType<typeof advanceBase>

function settled(
  sight: FieldSight,
  sum: Sum,
  terms: EntityTerms,
  finding: Pick<Decision, 'cell' | 'reason' | 'notes'>,
): Decision {
  const base: Base = advanceBase(sight.pair.base, sum.agreed, { a: sight.a, b: sight.b }, terms)
  if (sum.disputes.length > 0) {
    const conflict = sight.pair.base === undefined ? 'created/created' : 'updated/updated'
    return { ...finding, kind: 'conflict', conflict, disputes: sum.disputes, base }
  }
  if (!sameBase(sight.pair.base, base)) return { ...finding, kind: 'adopt', base }
  if (sum.notes.some(({ kind }) => kind === 'waiting')) return { ...finding, kind: 'wait' }
  return { ...finding, kind: sum.notes.length > 0 ? 'hold' : 'nothing' }
}

function describe({ pair }: FieldSight, sum: Sum, { names }: EntityTerms): string {
  if (sum.repair) return 'neither side is known to have changed, and yet they differ'
  const parts = [
    ...toward(sum.set.b, `${names.a} → ${names.b}`),
    ...toward(sum.set.a, `${names.b} → ${names.a}`),
    ...(sum.disputes.length > 0
      ? [`${pair.base === undefined ? 'differ' : 'both changed'}: ${fieldList(sum.disputes)}`]
      : []),
  ]
  if (parts.length > 0) return parts.join('; ')
  if (pair.base === undefined) return 'the same record, found on both sides'
  return sum.notes[0]?.reason ?? 'both sides agree'
}

function toward(set: Fields, arrow: string): readonly string[] {
  const names = Object.keys(set)
  return names.length === 0 ? [] : [`${arrow}: ${names.join(', ')}`]
}

function fieldList(disputes: readonly FieldDispute[]): string {
  return disputes.map(({ field }) => field).join(', ')
}
