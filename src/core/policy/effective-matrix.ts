import type { Aspect, EntityTerms, FieldPolicy, UpdateDeletePolicy } from '../terms.ts'
import type { CellAction, CellRule } from '../matrix.ts'
import type { Cell } from '../situation.ts'
import type { Side } from '../side.ts'
import type { Verb } from '../operation.ts'
import { SITUATIONS, cellOf } from '../situation.ts'
import { MATRIX } from '../matrix.ts'
import { assert } from '../assert.ts'
import { otherSide } from '../side.ts'

/** Which of the user's rules decided: the face finds its line in the configuration. */
export type RuleKey =
  | { readonly kind: 'created' | 'deleted'; readonly side: Side }
  | { readonly kind: 'updatedDeleted' | 'deletedUpdated' | 'createdBoth' }
  | { readonly kind: 'owner' | 'otherEdits' | 'policy'; readonly field: string }
  | { readonly kind: 'allow'; readonly side: Side; readonly verb: Verb }

/**
 * What is done. `hold` shows the difference and leaves it; `both` keeps two records; `newest`, `union`, `max` and `min`
 * depend on the values.
 */
export type EffectAction =
  Exclude<CellAction, 'policy'> | 'hold' | 'ask' | 'both' | 'newest' | 'union' | 'max' | 'min'

/** What a replaced action costs: the two sides stay different, or what one side did is put back. */
export type Sacrifice = 'convergence' | 'edit' | 'creation' | 'deletion'

/** What happens in a cell, to the record as a whole or to some of its fields. */
export interface Effect {
  readonly action: EffectAction
  /** Absent where presence is decided. */
  readonly fields?: readonly string[] | undefined
  /** Only pairs that never agreed, or only records on which no other field changed and no version moved. */
  readonly when?: 'never-agreed' | 'nothing-else-changed' | undefined
  /** The rules that settled the policy or replaced the law; none where the law stands. */
  readonly rules: readonly RuleKey[]
  readonly givesUp?: Sacrifice | undefined
}

/** A cell of the matrix under the terms of an entity: what the law calls for, and what is done. */
export interface EffectiveCell extends CellRule {
  readonly cell: Cell
  readonly effects: readonly Effect[]
  /** Rules by which something else is done than the law calls for; never of a policy cell. */
  readonly overriddenBy: readonly RuleKey[]
}

/** Puts an entity's rules into the sixteen cells (C58), side `a` down, row by row; agrees with `decide` in every cell. */
export function effectiveMatrix(terms: EntityTerms): readonly EffectiveCell[] {
  return SITUATIONS.flatMap((a) =>
    SITUATIONS.map((b) => {
      const cell = cellOf(a, b)
      const law = MATRIX[a][b]
      const effects = groupEffects(effectsOf(cell, law, terms))
      const overriddenBy = law.action === 'policy' ? [] : effects.flatMap(({ rules }) => rules)
      return { cell, ...law, effects, overriddenBy }
    }),
  )
}

/** The cells in which a rule of the user can be asked; in all others the law stands. */
const RULED: Readonly<Partial<Record<Cell, (terms: EntityTerms) => readonly Effect[]>>> = {
  'updated/missing': (terms) => [created('a', terms)],
  'missing/updated': (terms) => [created('b', terms)],
  'deleted/unchanged': (terms) => [deleted('a', terms)],
  'unchanged/deleted': (terms) => [deleted('b', terms)],
  'updated/deleted': (terms) => survived('a', terms),
  'deleted/updated': (terms) => survived('b', terms),
  'updated/unchanged': (terms) => terms.aspects.map((aspect) => edited('a', aspect, terms)),
  'unchanged/updated': (terms) => terms.aspects.map((aspect) => edited('b', aspect, terms)),
  'updated/updated': (terms) => [
    ...firstMeeting(terms),
    ...terms.aspects.map((aspect) => contested(aspect, terms)),
  ],
}

function effectsOf(cell: Cell, { action }: CellRule, terms: EntityTerms): readonly Effect[] {
  const ruled = RULED[cell]?.(terms)
  assert(ruled !== undefined || action !== 'policy', `${cell} is a policy cell without a rule`)
  return ruled ?? [{ action: action as EffectAction, rules: [] }]
}

/** A record that only `side` has. */
function created(side: Side, { presence, allow }: EntityTerms): Effect {
  const rules: readonly RuleKey[] = [{ kind: 'created', side }]
  const rule = presence.created[side]
  switch (rule) {
    case 'propagate':
      return create(otherSide(side), { allow, rules: [] })
    case 'remove':
      return remove(side, { allow, rules, givesUp: 'creation' })
    case 'keep':
    case 'ask':
      return unresolved(rule, rules)
  }
}

/** A record that was deleted on `side` and stands untouched across. */
function deleted(side: Side, { presence, allow }: EntityTerms): Effect {
  const rules: readonly RuleKey[] = [{ kind: 'deleted', side }]
  const rule = presence.deleted[side]
  switch (rule) {
    case 'propagate':
      return remove(otherSide(side), { allow, rules: [] })
    case 'restore':
      return create(side, { allow, rules, givesUp: 'deletion' })
    case 'keep':
    case 'ask':
      return unresolved(rule, rules)
  }
}

/** A record that was changed on `side` and deleted across; what belongs to the deleting side does not count as changed. */
function survived(side: Side, terms: EntityTerms): readonly Effect[] {
  const gone = otherSide(side)
  const kind = side === 'a' ? 'updatedDeleted' : 'deletedUpdated'
  const ruled = updateDelete(side, terms.presence[kind], { allow: terms.allow, rules: [{ kind }] })
  const foreign = terms.fields.filter(({ owner }) => owner === gone).map(({ name }) => name)
  if (foreign.length === 0) return [ruled]
  const { action, rules, givesUp } = deleted(gone, terms)
  const owners = foreign.map((field) => ({ kind: 'owner', field }) as const)
  const untouched: Effect = {
    action,
    fields: foreign,
    when: 'nothing-else-changed',
    rules: [...owners, ...rules],
    givesUp: givesUp ?? 'edit',
  }
  return [ruled, untouched]
}

function updateDelete(side: Side, policy: UpdateDeletePolicy, ruling: Ruling): Effect {
  switch (policy) {
    case 'keep-updated':
      return create(otherSide(side), ruling)
    case 'keep-deleted':
      return remove(side, ruling)
    case 'ask':
      return unresolved('ask', ruling.rules)
  }
}

/** Fields that only `side` changed. */
function edited(side: Side, { fields, rule }: Aspect, { allow }: EntityTerms): Effect {
  const owner = rule.owner
  if (owner === 'both' || owner === side)
    return { ...update(otherSide(side), { allow, rules: [] }), fields }
  const rules: readonly RuleKey[] = [
    { kind: 'owner', field: rule.name },
    { kind: 'otherEdits', field: rule.name },
  ]
  if (rule.otherEdits === 'revert')
    return { ...update(side, { allow, rules, givesUp: 'edit' }), fields }
  return { ...unresolved(rule.otherEdits, rules), fields }
}

/** Fields that both sides changed differently. */
function contested({ fields, rule }: Aspect, { allow }: EntityTerms): Effect {
  const { owner, otherEdits, name } = rule
  if (owner === 'both')
    return { ...settled(rule.policy, { allow, rules: [{ kind: 'policy', field: name }] }), fields }
  const rules: readonly RuleKey[] = [{ kind: 'owner', field: name }]
  if (otherEdits === 'ask')
    return {
      ...unresolved('ask', [...rules, { kind: 'otherEdits', field: name }]),
      fields,
    }
  return { ...update(otherSide(owner), { allow, rules }), fields }
}

/** Fields without an owner, of records that prove to be one and never agreed, where the user has a rule for just that. */
function firstMeeting({ aspects, presence, allow }: EntityTerms): readonly Effect[] {
  const { createdBoth } = presence
  const shared = aspects.filter(({ rule }) => rule.owner === 'both')
  if (createdBoth.kind === 'merge' || shared.length === 0) return []
  const rules: readonly RuleKey[] = [{ kind: 'createdBoth' }]
  const effect: Effect =
    createdBoth.kind === 'both' ? { action: 'both', rules } : settled(createdBoth, { allow, rules })
  return [{ ...effect, fields: shared.flatMap(({ fields }) => fields), when: 'never-agreed' }]
}

function settled(policy: FieldPolicy, ruling: Ruling): Effect {
  switch (policy.kind) {
    case 'ask':
      return unresolved('ask', ruling.rules)
    case 'take':
      return update(otherSide(policy.side), ruling)
    case 'newest':
    case 'union':
    case 'max':
    case 'min':
      return { action: policy.kind, rules: ruling.rules }
  }
}

/** What writes a side accepts, and why one is made. */
interface Ruling extends Pick<EntityTerms, 'allow'> {
  readonly rules: readonly RuleKey[]
  readonly givesUp?: Sacrifice | undefined
}

function create(side: Side, ruling: Ruling): Effect {
  return written(`create-${side}`, { side, verb: 'create' }, ruling)
}

function update(side: Side, ruling: Ruling): Effect {
  return written(`update-${side}`, { side, verb: 'update' }, ruling)
}

function remove(side: Side, ruling: Ruling): Effect {
  return written(`delete-${side}`, { side, verb: 'delete' }, ruling)
}

/** A write, or the difference that is left where the side does not accept it. */
function written(
  action: EffectAction,
  { side, verb }: { readonly side: Side; readonly verb: Verb },
  { allow, rules, givesUp }: Ruling,
): Effect {
  return allow[side][verb]
    ? { action, rules, givesUp }
    : unresolved('keep', [{ kind: 'allow', side, verb }])
}

function unresolved(rule: 'keep' | 'ask', rules: readonly RuleKey[]): Effect {
  return rule === 'ask'
    ? { action: 'ask', rules }
    : { action: 'hold', rules, givesUp: 'convergence' }
}

/** An effect on some of the fields. */
type FieldEffect = Effect & { readonly fields: readonly string[] }

function isOnFields(effect: Effect): effect is FieldEffect {
  return effect.fields !== undefined
}

/** Puts together the fields to which the same happens for rules of the same kind. */
function groupEffects(effects: readonly Effect[]): readonly Effect[] {
  const groups = Map.groupBy(effects.filter(isOnFields), ({ action, when, givesUp, rules }) =>
    [action, when, givesUp, ...rules.map(describeKind)].join(' '),
  )
  const whole = effects.filter((effect) => !isOnFields(effect))
  return [...whole, ...[...groups.values()].map((group) => group.reduce(joined))]
}

function joined(one: FieldEffect, { fields, rules }: FieldEffect): FieldEffect {
  const all = new Map([...one.rules, ...rules].map((rule) => [JSON.stringify(rule), rule]))
  return { ...one, fields: [...one.fields, ...fields], rules: [...all.values()] }
}

function describeKind(rule: RuleKey): string {
  return 'field' in rule ? rule.kind : JSON.stringify(rule)
}
