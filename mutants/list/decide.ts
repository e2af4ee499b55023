import type { Mutant } from '../mutant.ts'

const LAW = 'core/law.ts'
const DECIDE = 'core/decide/decide.ts'
const DIRT = 'core/decide/dirt.ts'
const BASE = 'core/decide/base.ts'
const ASPECT = 'core/decide/aspect.ts'
const FIELD = 'core/decide/field-decision.ts'
const PRESENCE = 'core/decide/presence-decision.ts'
const DECREE = 'core/decide/decree.ts'
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
  one('equal-is-conflict', ['L3', 'W12'], 'asks about values that are equal on both sides', {
    file: ASPECT,
    find: 'consistent: equal || (!movedA && !movedB),',
    put: 'consistent: !movedA && !movedB,',
  }),
  one('one-base-for-both', ['W11', 'W12'], 'compares both sides with the base of one of them', {
    file: ASPECT,
    find: '(field) => !terms.same(field, sight[side].fields[field], base?.[side].fields[field]),',
    put: '(field) => !terms.same(field, sight[side].fields[field], base?.a.fields[field]),',
  }),
  one(
    'repairs-by-writing',
    ['L3'],
    'writes on the strength of a version that contradicts the content it came with',
    {
      file: ASPECT,
      find: 'dirtyA: movedA && !contradiction,',
      put: 'dirtyA: movedA,',
    },
  ),
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
  one(
    'unproved-absence',
    ['W8'],
    'takes a linked record that is not found for deleted, without proof',
    {
      file: DECIDE,
      find: "if (hadRecord && observation.kind === 'absent' && observation.proof === 'unlinked')",
      put: "if (!hadRecord && observation.kind === 'absent' && observation.proof !== 'unlinked')",
    },
  ),
  one('unknown-is-deleted', ['W8'], 'takes a record that could not be read for deleted', {
    file: DECIDE,
    find: "    case 'out-of-scope':\n    case 'unknown':\n      return observation.why",
    put: "    case 'unknown':\n      return undefined\n    case 'out-of-scope':\n      return observation.why",
  }),
  one('believes-stale', ['W10'], 'takes a version that was replaced for news', {
    file: DECIDE,
    find: 'observation.token === base.previous &&',
    put: "observation.token === 'none' &&",
  }),
  one('previous-forgotten', ['W10'], 'does not remember which version it replaced', {
    file: BASE,
    find: 'return seen?.token === base.token ? base.previous : base.token',
    put: 'return seen?.token === base.token ? base.previous : undefined',
  }),
  one('second-intent', ['W1'], 'decides a pair anew although a request of it is not settled', {
    file: DECIDE,
    find: 'if (pair.intent !== undefined)\n    return waiting',
    put: 'if (pair.intent?.pending === true)\n    return waiting',
  }),
  one(
    'clean-by-stamp',
    ['W9'],
    'takes an equal version for proof of equal content, also where versions prove nothing',
    {
      file: DIRT,
      find: 'return terms.tokenCovers[side] && token !== undefined && record.token === token',
      put: 'return token !== undefined && record.token === token',
    },
  ),
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
  one(
    'writes-everything',
    ['L8', 'W12'],
    'writes every field of an aspect to both sides when one of them differs',
    {
      file: FIELD,
      find: 'const value = differs.has(field) ? values[field] : undefined',
      put: 'const value = differs.has(field) ? values[field] : shownValue(sight.a, field)',
    },
  ),
  one('agrees-on-nothing', ['L7'], 'does not remember what both sides agree on without a write', {
    file: OPENING,
    find: "if (decision.kind === 'adopt') return [{ kind: 'agreed', base: decision.base }]",
    put: "if (decision.kind === 'adopt') return []",
  }),
  one('asks-again', ['L14'], 'asks the same question in every run', {
    file: DECREE,
    find: 'if (waiting.kind !== asked.kind || waiting.disputes.length !== asked.disputes.length) return false',
    put: 'if (waiting.kind === asked.kind || waiting.disputes.length !== asked.disputes.length) return false',
  }),
  one(
    'answer-outlives-question',
    ['L14'],
    'carries out an answer although a side has moved on since the question',
    {
      file: DECREE,
      find: 'return decree !== undefined && sameSight(decree.conflict, seen) ? decree : undefined',
      put: 'return decree !== undefined && seen.a.kind !== undefined ? decree : undefined',
    },
  ),
  one('conflict-unasked', ['L14', 'L4'], 'leaves a question out of the inbox', {
    file: OPENING,
    find: "return repeated ? [] : [{ kind: 'disputed', conflict: asked }]",
    put: "return repeated || asked.kind !== 'pending-create' ? [] : [{ kind: 'disputed', conflict: asked }]",
  }),
  one('distrust-keeps-base', ['L3'], 'keeps the base that was found to be wrong', {
    file: JOURNAL,
    find: 'distrusted: (pair) => ({ ...pair, base: undefined, target: undefined, parking: undefined }),',
    put: 'distrusted: (pair) => ({ ...pair, target: undefined, parking: undefined }),',
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
