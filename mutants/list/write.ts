import type { Mutant } from '../mutant.ts'

const STEP = 'protocol/step.ts'
const ANSWER = 'protocol/answer.ts'
const OPENING = 'protocol/opening.ts'
const CONDITION = 'protocol/condition.ts'

const UNCONDITIONAL = {
  file: CONDITION,
  find: "if (means === 'none') return",
  put: 'if (means !== undefined) return',
}
const UNPROBED = {
  file: STEP,
  find: "const probing = operation.verb !== 'create' && operation.condition.kind === 'none'",
  put: 'const probing = false',
}
const GIVE_UP = 'if (!flight.progress.doubt) return giveUp(intentOf(flight.pair), outcome)'

/** One write, from its intent to a refusal. */
export const WRITE_MUTANTS: readonly Mutant[] = [
  {
    id: 'overwrites-unrecorded',
    rules: ['W1'],
    does: 'sends a request without having kept the value that it overwrites',
    edits: [
      {
        file: STEP,
        find: 'const before: Fields | null = operation.seen[operation.side]?.fields ?? null',
        put: 'const before: Fields | null = null',
      },
    ],
  },
  {
    id: 'base-before-write',
    rules: ['W2'],
    does: 'moves the bases when a write is decided, not when it has landed',
    edits: [
      {
        file: OPENING,
        find: "  if (decision.kind !== 'conflict' || decision.base === undefined) return []",
        put: `  if (decision.kind === 'update') {
    const told = { ...decision.set.a, ...decision.set.b }
    return [{ kind: 'agreed', base: bySide((side) => ({ fields: { ...pair.base?.[side].fields, ...decision.agreed[side], ...told } })) }]
  }
  if (decision.kind !== 'conflict' || decision.base === undefined) return []`,
      },
    ],
  },
  {
    id: 'forgets-before-delete',
    rules: ['W2'],
    does: 'forgets what both sides agreed on before the delete has landed',
    edits: [
      {
        file: OPENING,
        find: "  if (decision.kind === 'repair') return",
        put: "  if (decision.kind === 'repair' || decision.kind === 'delete') return",
      },
    ],
  },
  {
    id: 'get-then-put',
    rules: ['W3'],
    does: 'reads the target just before and writes without a condition, although the system offers one',
    edits: [UNCONDITIONAL],
  },
  {
    id: 'blind-put',
    rules: ['W3'],
    does: 'writes without a condition and without looking',
    edits: [UNCONDITIONAL, UNPROBED],
  },
  {
    id: 'stale-is-done',
    rules: ['W5'],
    does: 'takes the refusal of an outdated version (412) for done',
    edits: [
      {
        file: ANSWER,
        find: GIVE_UP,
        put: `if (outcome.why === 'stale') return { events: land(flight.pair, intentOf(flight.pair), {}, world.terms), next: { kind: 'done' } }
  ${GIVE_UP}`,
      },
    ],
  },
  {
    id: 'refusal-keeps-intent',
    rules: ['W5'],
    does: 'keeps the intent of a request that was definitely refused',
    edits: [
      {
        file: 'core/journal.ts',
        find: 'withdrawn: (pair) => ({ ...pair, intent: undefined }),',
        put: 'withdrawn: (pair) => pair,',
      },
    ],
  },
  {
    id: 'refusal-moves-base',
    rules: ['W5'],
    does: 'takes a refused value for agreed on the side that it came from',
    edits: [
      {
        file: 'protocol/refusal.ts',
        find: "if (after !== 'park') return { events: [withdrawn],",
        put: `const { seen } = intent
  const told = { a: { fields: seen.a?.fields ?? {} }, b: { fields: seen.b?.fields ?? {} } }
  if (after !== 'park') return { events: [withdrawn, { kind: 'agreed', base: told }],`,
      },
    ],
  },
]
