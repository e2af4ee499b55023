import type { Mutant } from '../mutant.ts'

const LAW = 'core/law.ts'
const DECIDE = 'core/decide/decide.ts'
const DIRT = 'core/decide/dirt.ts'
const ASPECT = 'core/decide/aspect.ts'
const FIELD = 'core/decide/field-decision.ts'
const PRESENCE = 'core/decide/presence-decision.ts'
const JOURNAL = 'core/journal.ts'
const OPENING = 'protocol/opening.ts'

const one = (
  id: string,
  rules: readonly string[],
  does: string,
  edit: Mutant['edits'][number],
): Mutant => ({ id, rules, does, edits: [edit] })

/** What a pair calls for. */
export const DECIDE_MUTANTS: readonly Mutant[] = [
  one(
    'flows-backwards',
    ['L3'],
    'writes the value of the side that did not change over the one that did',
    {
      file: LAW,
      find: "if (dirtyA && !dirtyB) return 'b:=a'",
      put: "if (dirtyA && !dirtyB) return 'a:=b'",
    },
  ),
  one('a-wins', ['L3', 'L4'], 'lets one side win when both changed, whatever the policy says', {
    file: LAW,
    find: "if (dirtyA && dirtyB) return 'policy'",
    put: "if (dirtyA && dirtyB) return 'b:=a'",
  }),
  one(
    'conflict-ignored',
    ['L3', 'L4'],
    'takes values that both sides changed differently for agreed',
    {
      file: LAW,
      find: "if (dirtyA && dirtyB) return 'policy'",
      put: "if (dirtyA && dirtyB) return 'adopt'",
    },
  ),
  one('edit-ignored', ['L3'], 'does not carry over what only one side changed', {
    file: LAW,
    find: "if (dirtyB && !dirtyA) return 'a:=b'",
    put: "if (dirtyB && !dirtyA) return 'adopt'",
  }),
  one('one-base-for-both', ['W11', 'W12'], 'compares both sides with the base of one of them', {
    file: ASPECT,
    find: '(field) => !terms.same(field, sight[side].fields[field], base?.[side].fields[field]),',
    put: '(field) => !terms.same(field, sight[side].fields[field], base?.a.fields[field]),',
  }),
  one(
    'delete-wins',
    ['L4'],
    'deletes a record that was edited on the side where it is left, whatever the policy says',
    {
      file: PRESENCE,
      find: "  switch (policy) {\n    case 'keep-updated':\n      return create(rest, { reason })",
      put: "  switch (policy) {\n    case 'keep-updated':\n      return remove(rest, { reason })",
    },
  ),
  one(
    'delete-unseen-edit',
    ['L4'],
    'takes a record for untouched when its version moved and its shared fields did not',
    {
      file: PRESENCE,
      find: 'if (isOwn || movedToken(base, record))',
      put: 'if (isOwn)',
    },
  ),
  one(
    'delete-edited',
    ['L3', 'L4'],
    'takes a record for untouched as long as its version cannot be told',
    {
      file: PRESENCE,
      find: 'if (isOwn || movedToken(base, record))',
      put: 'if (movedToken(base, record))',
    },
  ),
  one('deletion-undone', ['L3'], 'creates a deleted record again from its untouched counterpart', {
    file: PRESENCE,
    find: "if (rule === 'propagate') return remove(rest, why)",
    put: "if (rule === 'propagate') return create(rest, why)",
  }),
  one('new-is-leftover', ['L3'], 'deletes a new record, for it has no counterpart', {
    file: PRESENCE,
    find: "    case 'propagate':\n      return create(rest, { reason: `new on ${name}` })",
    put: "    case 'propagate':\n      return remove(rest, { reason: `new on ${name}` })",
  }),
  one('quiet-by-token', ['L3'], 'takes a record that comes without a version for unchanged', {
    file: DECIDE,
    find: 'for (const { name } of terms.fields) if (!isAtBase(name, base, record, terms)) return false',
    put: '',
  }),
  one('unknown-is-deleted', ['W8'], 'takes a record that could not be read for deleted', {
    file: DECIDE,
    find: "    case 'out-of-scope':\n    case 'unknown':\n      return observation.why",
    put: "    case 'unknown':\n      return undefined\n    case 'out-of-scope':\n      return observation.why",
  }),
  one('always-clean', ['L3'], 'takes every record for what it was', {
    file: DIRT,
    find: 'if (shown !== undefined) return !same(field, shown, base.fields[field])',
    put: 'if (shown !== undefined) return false',
  }),
  one('writes-what-is-there', ['L8', 'W12'], 'writes to a side what it says already', {
    file: FIELD,
    find: 'if (value !== undefined && !terms.same(field, value, shown)) {',
    put: 'if (value !== undefined) {',
  }),
  one('conflict-unasked', ['L14', 'L4'], 'leaves a question out of the inbox', {
    file: OPENING,
    find: "return repeated ? [] : [{ kind: 'disputed', conflict: asked }]",
    put: "return repeated || asked.kind !== 'pending-create' ? [] : [{ kind: 'disputed', conflict: asked }]",
  }),
  one('forgotten-stays', ['L3'], 'keeps a pair whose record is gone on both sides', {
    file: JOURNAL,
    find: 'forgotten: () => undefined,',
    put: 'forgotten: (pair) => pair,',
  }),
  one('parked-sent-again', ['L18'], 'sends a value again that was refused for its content', {
    file: FIELD,
    find: 'if (parking === undefined || !sameFields(parking.set, sum.set[parking.side]))',
    put: 'if (parking?.message !== null)',
  }),
]

/** The law and its matrix, bent in a single outcome each. */
export const LAW_MUTANTS: readonly Mutant[] = [
  one('a-edit-ignored', ['L3'], 'does not carry over what the first system alone changed', {
    file: LAW,
    find: "if (dirtyA && !dirtyB) return 'b:=a'",
    put: "if (dirtyA && !dirtyB) return 'adopt'",
  }),
  one('b-flows-backwards', ['L3'], 'undoes what the second system alone changed', {
    file: LAW,
    find: "if (dirtyB && !dirtyA) return 'a:=b'",
    put: "if (dirtyB && !dirtyA) return 'b:=a'",
  }),
  one('b-wins', ['L4'], 'lets the other side win when both changed, whatever the policy says', {
    file: LAW,
    find: "if (dirtyA && dirtyB) return 'policy'",
    put: "if (dirtyA && dirtyB) return 'a:=b'",
  }),
  one('never-consistent', ['L7'], 'never takes two equal values for agreed', {
    file: LAW,
    find: "if (consistent) return 'adopt'",
    put: "if (consistent) return 'repair'",
  }),
  one('everything-moved', ['L3'], 'takes every field of a side for changed in every run', {
    file: ASPECT,
    find: 'const [movedA, movedB] = [movedOn.a.length > 0, movedOn.b.length > 0]',
    put: 'const [movedA, movedB] = [movedOn.a.length >= 0, movedOn.b.length > 0]',
  }),
  one('b-never-moved', ['L3'], 'sees no change on the second system', {
    file: ASPECT,
    find: 'const [movedA, movedB] = [movedOn.a.length > 0, movedOn.b.length > 0]',
    put: 'const [movedA, movedB] = [movedOn.a.length > 0, movedOn.b.length < 0]',
  }),
  one('policy-mirrored', ['L5'], 'gives the loser of a conflict what the winner should have got', {
    file: ASPECT,
    find: "if (winner !== undefined) return { kind: 'flow', to: otherSide(winner) }",
    put: "if (winner !== undefined) return { kind: 'flow', to: winner }",
  }),
  one('deletion-ignored', ['L3'], 'leaves a record that was deleted on the other side', {
    file: PRESENCE,
    find: "if (rule === 'propagate') return remove(rest, why)",
    put: "if (rule === 'propagate') return { ...finding(rest, why), kind: 'hold' }",
  }),
  one('new-ignored', ['L3'], 'leaves a new record where it is', {
    file: PRESENCE,
    find: "    case 'propagate':\n      return create(rest, { reason: `new on ${name}` })",
    put: "    case 'propagate':\n      return { ...finding(rest, { reason: name }), kind: 'hold' }",
  }),
  one('update-delete-restored', ['L4'], 'creates again what the policy gives up', {
    file: PRESENCE,
    find: "    case 'keep-deleted':\n      return remove(rest, { reason })",
    put: "    case 'keep-deleted':\n      return create(rest, { reason })",
  }),
  one('agreement-unfolded', ['W4'], 'writes agreement into the journal and not into the memory', {
    file: JOURNAL,
    find: 'agreed: (pair, event) => ({ ...pair, base: event.base }),',
    put: 'agreed: (pair) => pair,',
  }),
  one('landing-unfolded', ['W4'], 'clears the intent of a landed write and keeps the old bases', {
    file: JOURNAL,
    find: 'base: event.base ?? pair.base,',
    put: 'base: pair.base,',
  }),
  one('landing-swapped', ['W4'], 'gives each side the base of the other', {
    file: JOURNAL,
    find: 'base: event.base ?? pair.base,',
    put: 'base: event.base ? { a: event.base.b, b: event.base.a } : pair.base,',
  }),
  one('ids-unfolded', ['W4', 'W7'], 'does not link the record that a write created', {
    file: JOURNAL,
    find: 'intent: undefined,\n    ids: { ...pair.ids, ...event.ids },',
    put: 'intent: undefined,\n    ids: pair.ids,',
  }),
  one('conflict-waits-for-ever', ['L14'], 'forgets a question as soon as it was asked', {
    file: JOURNAL,
    find: 'disputed: (pair, event) => ({ ...pair, conflict: event.conflict, decree: undefined }),',
    put: 'disputed: (pair) => pair,',
  }),
]
