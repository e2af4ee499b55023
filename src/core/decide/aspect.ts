import type { BySide, Side } from '../side.ts'
import type { EntityTerms, FieldRule } from '../terms.ts'
import type { Fields, Value } from '../value.ts'
import type { Present } from '../observation.ts'
import type { SideBase } from '../pair.ts'
import type { Standing } from '../law.ts'
import { law } from '../law.ts'
import { otherSide } from '../side.ts'
import { settle } from '../policy/policy.ts'

/** What is decided as one: a single field, or the fields of a group. All fields follow the first one's rule. */
export interface Aspect {
  readonly fields: readonly string[]
  readonly rule: FieldRule
}

/** What an aspect calls for. */
export type AspectVerdict =
  | { readonly kind: 'agree' }
  | { readonly kind: 'flow'; readonly to: Side }
  | { readonly kind: 'merge'; readonly fields: Fields }
  | { readonly kind: 'dispute' }
  | { readonly kind: 'repair' }
  | { readonly kind: 'hold' | 'wait'; readonly reason: string }

/** Both sides of one pair as one aspect needs them. */
export interface AspectSight {
  readonly a: Present
  readonly b: Present
  readonly base: BySide<SideBase> | undefined
  /** The side's token proves that it says what its base says. */
  readonly clean: BySide<boolean>
}

/** Splits an entity's fields into aspects, in the order of the configuration. */
export function aspectsOf(fields: readonly FieldRule[]): readonly Aspect[] {
  const groups = new Map<string, FieldRule[]>()
  for (const rule of fields) {
    const key = rule.group === undefined ? `field:${rule.name}` : `group:${rule.group}`
    groups.set(key, [...(groups.get(key) ?? []), rule])
  }
  return [...groups.values()].flatMap((rules) => {
    const [rule] = rules
    return rule === undefined ? [] : [{ fields: rules.map(({ name }) => name), rule }]
  })
}

/** Decides one aspect of two present records (D3): the law, then ownership, then policy. */
export function decideAspect(
  aspect: Aspect,
  sight: AspectSight,
  terms: EntityTerms,
): AspectVerdict {
  const unread = unreadable(aspect, sight, terms)
  if (unread !== undefined) return { kind: 'wait', reason: unread }
  const standing = standingOf(aspect, sight, terms)
  const { owner } = aspect.rule
  return permitted(
    owner === 'both' ? shared(aspect, sight, standing) : owned(aspect.rule, owner, standing),
    aspect,
    terms,
  )
}

function unreadable(
  { fields }: Aspect,
  { a, b }: AspectSight,
  { names }: EntityTerms,
): string | undefined {
  for (const field of fields) {
    if (a.fields[field] === undefined) return `${names.a}: ${reasonFor(a, field)}`
    if (b.fields[field] === undefined) return `${names.b}: ${reasonFor(b, field)}`
  }
  return undefined
}

function reasonFor(side: Present, field: string): string {
  return side.refused[field] ?? `${field} was not read`
}

function standingOf({ fields }: Aspect, sight: AspectSight, { same }: EntityTerms): Standing {
  const moved = (side: Side): boolean =>
    fields.some(
      (field) => !same(field, sight[side].fields[field], sight.base?.[side].fields[field]),
    )
  const movedA = moved('a')
  const movedB = moved('b')
  const equal = fields.every((field) => same(field, sight.a.fields[field], sight.b.fields[field]))
  const consistent = equal || (!movedA && !movedB)
  // A token that says "unchanged" over changed content contradicts itself: then nobody counts as having changed, and
  // the law's last line repairs the memory instead of writing on the strength of it.
  const contradiction = (movedA && sight.clean.a) || (movedB && sight.clean.b)
  return { consistent, dirtyA: movedA && !contradiction, dirtyB: movedB && !contradiction }
}

/** A field of both: the law as it stands, policy for what both changed. */
function shared(aspect: Aspect, sight: AspectSight, standing: Standing): AspectVerdict {
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
      return contested(aspect, sight)
  }
}

/** A field with an owner (D4): the owner's value is a function of now, so no memory and no repair is needed. */
function owned(rule: FieldRule, owner: Side, standing: Standing): AspectVerdict {
  if (standing.consistent) return { kind: 'agree' }
  const other = otherSide(owner)
  const ownerDirty = owner === 'a' ? standing.dirtyA : standing.dirtyB
  const otherDirty = owner === 'a' ? standing.dirtyB : standing.dirtyA
  if (!otherDirty || rule.otherEdits === 'revert') return { kind: 'flow', to: other }
  if (rule.otherEdits === 'ask') return { kind: 'dispute' }
  if (ownerDirty) return { kind: 'flow', to: other }
  return { kind: 'hold', reason: `${rule.name}: otherEdits keep` }
}

function contested({ fields, rule }: Aspect, sight: AspectSight): AspectVerdict {
  const rulings = fields.map((field) => settle(rule.policy, contestOf(field, sight)))
  const sides = new Set(
    rulings.map((ruling) => (ruling.kind === 'take' ? ruling.side : ruling.kind)),
  )
  const [only] = sides
  if (sides.size === 1 && (only === 'a' || only === 'b'))
    return { kind: 'flow', to: otherSide(only) }
  if (fields.length > 1 || rulings[0]?.kind !== 'value') return { kind: 'dispute' }
  const merged: Value = rulings[0].value
  return { kind: 'merge', fields: Object.fromEntries(fields.map((field) => [field, merged])) }
}

function contestOf(field: string, { a, b, base }: AspectSight) {
  return {
    a: a.fields[field] ?? null,
    b: b.fields[field] ?? null,
    baseA: base?.a.fields[field],
    baseB: base?.b.fields[field],
    stampA: a.stampMs,
    stampB: b.stampMs,
  }
}

/** A side that accepts no updates turns a flow into a difference that is shown and left (D5). */
function permitted(
  verdict: AspectVerdict,
  { rule }: Aspect,
  { allow, names }: EntityTerms,
): AspectVerdict {
  if (verdict.kind === 'flow' && !allow[verdict.to].update)
    return { kind: 'hold', reason: `${rule.name}: ${names[verdict.to]} accepts no updates` }
  if (verdict.kind === 'merge' && !(allow.a.update && allow.b.update)) return { kind: 'dispute' }
  return verdict
}
