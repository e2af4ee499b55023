import type { Mutant } from '../mutant.ts'

const LAND = 'protocol/land.ts'
const LOOK = 'protocol/look.ts'
const ANSWER = 'protocol/answer.ts'

/** What is remembered of a write that has landed. */
export const LAND_MUTANTS: readonly Mutant[] = [
  {
    id: 'target-keeps-old-base',
    rules: ['W4'],
    does: 'leaves the target’s base as it was when a write has landed',
    edits: [
      {
        file: LAND,
        find: 'side === target ? shownBy(landing, intent) : usedBy(pair, intent)',
        put: 'side === target ? (pair.base?.[side].fields ?? NO_FIELDS) : usedBy(pair, intent)',
      },
    ],
  },
  {
    id: 'source-keeps-old-base',
    rules: ['W4'],
    does: 'leaves the source’s base as it was when a write has landed',
    edits: [
      {
        file: LAND,
        find: 'side === target ? shownBy(landing, intent) : usedBy(pair, intent)',
        put: 'side === target ? shownBy(landing, intent) : (pair.base?.[side].fields ?? NO_FIELDS)',
      },
    ],
  },
  {
    id: 'source-takes-answer',
    rules: ['W4'],
    does: 'takes what the target made of the value for the base of the source as well',
    edits: [
      {
        file: LAND,
        find: 'side === target ? shownBy(landing, intent) : usedBy(pair, intent)',
        put: 'shownBy(landing, intent)',
      },
    ],
  },
  {
    id: 'base-stays',
    rules: ['W4'],
    does: 'clears the intent of a landed write and moves no base',
    edits: [
      {
        file: LAND,
        find: "{ kind: 'landed', op: intent.op, ids, base }",
        put: "{ kind: 'landed', op: intent.op, ids, base: pair.base ?? base }",
      },
    ],
  },
  {
    id: 'id-lost',
    rules: ['W4', 'W7'],
    does: 'does not remember the id of the record that it created',
    edits: [
      {
        file: LAND,
        find: 'const ids = landing.id === undefined ? {} : { [target]: landing.id }',
        put: 'const ids = {}',
      },
    ],
  },
  {
    id: 'intent-stays',
    rules: ['W4'],
    does: 'keeps the intent of a write that has landed',
    edits: [
      {
        file: 'core/journal.ts',
        find: '  landed: (pair, event) => ({\n    ...pair,\n    intent: undefined,',
        put: '  landed: (pair, event) => ({\n    ...pair,',
      },
    ],
  },
  {
    id: 'read-back-is-base',
    rules: ['W11'],
    does: 'takes whatever a read after the write shows for the base, a user’s edit included',
    edits: [
      {
        file: LOOK,
        find: 'if (token !== undefined && target.token === token) return true',
        put: "if (target.kind === 'present') return true",
      },
    ],
  },
  {
    id: 'ignores-answer',
    rules: ['W11'],
    does: 'takes what was sent for the base, although the answer shows that the target respelled it',
    edits: [
      {
        file: LAND,
        find: 'if (after === undefined) return agreed',
        put: 'if (agreed !== undefined) return agreed',
      },
    ],
  },
  {
    id: 'replay-is-base',
    rules: ['W11', 'W7'],
    does: 'takes the record shown by a repeated create for the base, although somebody may have edited it since',
    edits: [
      {
        file: ANSWER,
        find: "return outcome.replay === true || (progress.doubt && identification.kind === 'idempotency-key')",
        put: "return identification.kind === 'none' && progress.doubt && outcome.replay === true",
      },
    ],
  },
  {
    id: 'old-token-kept',
    rules: ['L17'],
    does: 'keeps a version whose record shows more than the base',
    edits: [
      {
        file: 'core/decide/base.ts',
        find: 'if (seen.token !== undefined && showsExactly(seen.fields, fields, terms)) return seen.token',
        put: 'if (seen.token !== undefined) return seen.token',
      },
    ],
  },
]
