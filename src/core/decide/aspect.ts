import type { Aspect, EntityTerms, FieldPolicy, FieldRule } from '../terms.ts'
import type { BySide, Side } from '../side.ts'
import type { Contest } from '../policy/policy.ts'
import type { FieldSight } from './sight.ts'
import type { Fields, Value } from '../value.ts'
import type { Present } from '../observation.ts'
import type { Standing } from '../law.ts'
import { SIDES, otherSide } from '../side.ts'
import { assert } from '../assert.ts'
import { hasAgreed } from './dirt.ts'
import { law } from '../law.ts'
import { settle } from '../policy/policy.ts'

/** What an aspect calls for. `override` names the rule of the user that replaced what the law calls for. */
export type AspectVerdict = { readonly override?: string | undefined } & (
  | { readonly kind: 'agree' }
  /** One side's value stands; `completes` holds the merged values whose second half this is (W13). */
  | { readonly kind: 'flow'; readonly to: Side; readonly completes?: Fields | undefined }
  /** These fields get a value of their own; the aspect's others say the same already. */
  | { readonly kind: 'merge'; readonly fields: Fields }
  | { readonly kind: 'dispute' }
  | { readonly kind: 'repair' }
  | { readonly kind: 'hold' | 'wait'; readonly reason: string }
)

/** Decides one aspect of two present records (D3): the law, then ownership, then policy. */
export function decideAspect(aspect: Aspect, sight: FieldSight, terms: EntityTerms): AspectVerdict {
  const standing = standingOf(aspect, sight, terms)
  const { rule } = aspect
  if (rule.owner === 'both') return shared(aspect, sight, standing, terms)
  return owned(rule, rule.owner, standing, terms.names)
}

/** Why an aspect cannot be compared (D11): a value of it was refused or not read. */
export function unreadable(
  { fields }: Aspect,
  sight: FieldSight,
  { names }: EntityTerms,
): string | undefined {
  for (const side of SIDES)
    for (const field of fields)
      if (sight[side].fields[field] === undefined)
        return `${names[side]}: ${reasonFor(sight[side], field)}`
  return undefined
}

function reasonFor(side: Present, field: string): string {
  return side.refused[field] ?? `${field} was not read`
}

/** The value of a field of an aspect that is being decided: all of them can be read. */
export function shownValue({ fields }: Present, field: string): Value {
  const value = fields[field]
  assert(value !== undefined, `${field} is decided although it cannot be read`)
  return value
}

/** The fields of an aspect on which the sides differ. */
export function differing(
  { fields }: Aspect,
  { a, b }: FieldSight,
  { same }: EntityTerms,
): readonly string[] {
  return fields.filter((field) => !same(field, a.fields[field], b.fields[field]))
}

/** A side that accepts no updates turns a write into a difference that is shown and left (D5). */
export function permitted(
  verdict: AspectVerdict,
  { rule }: Aspect,
  sight: FieldSight,
  terms: EntityTerms,
): AspectVerdict {
  const closed = SIDES.find(
    (side) => !terms.allow[side].update && writesTo(side, verdict, sight, terms),
  )
  if (closed === undefined) return verdict
  const reason = `${rule.name}: ${terms.names[closed]} accepts no updates`
  return { kind: 'hold', reason, override: reason }
}

function writesTo(
  side: Side,
  verdict: AspectVerdict,
  sight: FieldSight,
  { same }: EntityTerms,
): boolean {
  if (verdict.kind === 'flow') return verdict.to === side
  if (verdict.kind !== 'merge') return false
  const merged = Object.entries(verdict.fields)
  return merged.some(([field, value]) => !same(field, value, sight[side].fields[field]))
}

function standingOf(aspect: Aspect, sight: FieldSight, terms: EntityTerms): Standing {
  const { fields } = aspect
  const { base } = sight.pair
  const moved = (side: Side): readonly string[] =>
    fields.filter(
      (field) => !terms.same(field, sight[side].fields[field], base?.[side].fields[field]),
    )
  const movedOn = { a: moved('a'), b: moved('b') }
  const equal = differing(aspect, sight, terms).length === 0
  const [movedA, movedB] = [movedOn.a.length > 0, movedOn.b.length > 0]
  // A token that says "unchanged" over changed content contradicts itself: then nobody counts as having changed, and
  // the law's last line repairs the memory instead of writing on the strength of it.
  const contradiction = SIDES.some(
    (side) => sight.clean[side] && movedOn[side].some((field) => hasAgreed(base?.[side], field)),
  )
  return {
    consistent: equal || (!movedA && !movedB),
    dirtyA: movedA && !contradiction,
    dirtyB: movedB && !contradiction,
  }
}

/** A field of both: the law as it stands, policy for what both changed. */
function shared(
  aspect: Aspect,
  sight: FieldSight,
  standing: Standing,
  terms: EntityTerms,
): AspectVerdict {
  switch (law(standing)) {
    case 'adopt':
      return { kind: 'agree' }
    case 'b:=a':
      return { kind: 'flow', to: 'b' }
    case 'a:=b':
      return { kind: 'flow', to: 'a' }
    case 'repair':
      return { kind: 'repair' }
    case 'policy':
      return contested(aspect, sight, terms)
  }
}

/**
 * A field with an owner (D4): the owner's value is a function of now, so it needs no memory and no repair. What this
 * replaces in a forced cell is named.
 */
function owned(
  rule: FieldRule,
  owner: Side,
  standing: Standing,
  names: BySide<string>,
): AspectVerdict {
  const outcome = law(standing)
  if (outcome === 'adopt') return { kind: 'agree' }
  const flow = { kind: 'flow', to: otherSide(owner) } as const
  if (outcome === (owner === 'a' ? 'b:=a' : 'a:=b')) return flow
  const reason = `${rule.name}: owner ${names[owner]}, otherEdits ${rule.otherEdits}`
  const override = outcome === 'policy' ? undefined : reason
  if (outcome === 'repair' || rule.otherEdits === 'revert') return { ...flow, override }
  if (rule.otherEdits === 'ask') return { kind: 'dispute', override }
  return outcome === 'policy' ? flow : { kind: 'hold', reason, override }
}

/** A policy cell: one side's version stands for the whole aspect, or a single field gets a merged value, or a person is asked. */
function contested(aspect: Aspect, sight: FieldSight, terms: EntityTerms): AspectVerdict {
  const policy = policyOf(aspect, sight, terms)
  const fields = differing(aspect, sight, terms)
  const rulings = fields.map((field) => settle(policy, contestOf(field, sight)))
  const winner = SIDES.find((side) =>
    rulings.every((ruling) => ruling.kind === 'take' && ruling.side === side),
  )
  if (winner !== undefined) return { kind: 'flow', to: otherSide(winner) }
  const [field] = fields
  const [ruling] = rulings
  if (fields.length !== 1 || field === undefined || ruling?.kind !== 'value')
    return { kind: 'dispute' }
  return { kind: 'merge', fields: { [field]: ruling.value } }
}

/** Values that never agreed follow the rule for first meetings, if the user gave one (D8). */
function policyOf({ fields, rule }: Aspect, { pair }: FieldSight, terms: EntityTerms): FieldPolicy {
  const { createdBoth } = terms.presence
  const { base } = pair
  if (createdBoth.kind === 'merge') return rule.policy
  if (createdBoth.kind === 'both') return base === undefined ? { kind: 'ask' } : rule.policy
  return fields.some((field) => hasAgreed(base?.a, field) || hasAgreed(base?.b, field))
    ? rule.policy
    : createdBoth
}

function contestOf(field: string, { a, b, pair: { base } }: FieldSight): Contest {
  return {
    a: shownValue(a, field),
    b: shownValue(b, field),
    baseA: base?.a.fields[field],
    baseB: base?.b.fields[field],
    stampA: a.stampMs,
    stampB: b.stampMs,
  }
}
