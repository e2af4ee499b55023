import type { Collection, WriteOutcome } from '../src/adapters/adapter.ts'
import type { Mutate } from './engine-run.ts'
import type { PairChange, Store } from '../src/stores/store.ts'
import type { PairEvent } from '../src/core/journal.ts'
import type { Profile } from '../test/protocol/world/profile.ts'
import type { Side } from '../src/core/side.ts'
import type { Stage } from './stage.ts'
import { otherSide } from '../src/core/side.ts'
import { rowOf } from '../test/protocol/world/system.ts'

/** A way to break the engine from outside that replaying has to notice. */
export interface Mutant {
  readonly name: string
  /** The rule that it breaks. */
  readonly rule: string
  readonly profile: Partial<Profile>
  readonly start: 'empty' | 'linked'
  readonly mutate: Mutate
}

const NO_CONDITION = { kind: 'none', because: 'a mutant' } as const

/** Every mutant. */
export const MUTANTS: readonly Mutant[] = [
  {
    name: 'an intent is forgotten with the process',
    rule: 'W6',
    profile: {},
    start: 'linked',
    mutate: () => ({
      found: (world) => ({
        ...world,
        memory: world.memory.map((one) => ({
          ...one,
          pair: { ...one.pair, intent: undefined },
          cargo: undefined,
        })),
      }),
    }),
  },
  {
    name: 'a write is not conditional',
    rule: 'W3',
    profile: {},
    start: 'linked',
    mutate: () => ({
      collection: (collection) => ({
        ...collection,
        update: (id, body, options) =>
          collection.update(id, body, { ...options, condition: NO_CONDITION }),
        delete: (id, options) => collection.delete(id, { ...options, condition: NO_CONDITION }),
      }),
    }),
  },
  {
    name: 'the base is committed before the write is sent',
    rule: 'W2',
    profile: {},
    start: 'linked',
    mutate: commitFirst,
  },
  {
    name: 'what is overwritten is not kept',
    rule: 'W1',
    profile: {},
    start: 'linked',
    mutate: rewriteEvents((event) =>
      event.kind === 'intended' ? { ...event, before: null } : event,
    ),
  },
  {
    name: 'a refusal means done',
    rule: 'W5',
    profile: {},
    start: 'linked',
    mutate: answering((outcome, id) =>
      outcome.kind === 'refused' && id !== undefined ? { kind: 'written', id } : outcome,
    ),
  },
  {
    name: 'silence means refused',
    rule: 'W6',
    profile: {},
    start: 'linked',
    mutate: answering((outcome) =>
      outcome.kind === 'unknown' ? { kind: 'refused', why: 'stale', message: 'silence' } : outcome,
    ),
  },
  {
    name: 'silence means done',
    rule: 'W6',
    profile: {},
    start: 'linked',
    mutate: answering((outcome, id) =>
      outcome.kind === 'unknown' && id !== undefined ? { kind: 'written', id } : outcome,
    ),
  },
  {
    name: 'the deletion wins although the edit should',
    rule: 'L4',
    profile: { policy: 'keep-updated' },
    start: 'linked',
    mutate: () => ({ profile: (profile) => ({ ...profile, policy: 'keep-deleted' }) }),
  },
  {
    name: 'a create cannot be recognised, and nobody says so',
    rule: 'W7',
    profile: {},
    start: 'empty',
    mutate: () => ({
      collection: (collection) => ({
        ...collection,
        create: (body, options) =>
          collection.create(body, { ...options, identification: { kind: 'none' } }),
      }),
    }),
  },
  {
    name: 'the source is read again when its value has landed',
    rule: 'W4',
    profile: {},
    start: 'linked',
    mutate: readSourceAgain,
  },
]

/** The shipped engine with every answer to a write told otherwise. */
function answering(told: (outcome: WriteOutcome, id: string | undefined) => WriteOutcome): Mutate {
  return () => ({
    collection: (collection): Collection => ({
      ...collection,
      create: async (...args) => told(await collection.create(...args), undefined),
      update: async (...args) => told(await collection.update(...args), args[0]),
      delete: async (...args) => told(await collection.delete(...args), args[0]),
    }),
  })
}

/** The shipped engine with some of what it notes noted otherwise. */
function rewriteEvents(rewritten: (event: PairEvent) => PairEvent): Mutate {
  return () => ({
    store: (store) =>
      rewriting(store, (change) => ({ ...change, events: change.events.map(rewritten) })),
  })
}

function rewriting(store: Store, rewritten: (change: PairChange) => PairChange): Store {
  return {
    ...store,
    commit: (lease, transaction) =>
      store.commit(lease, { ...transaction, pairs: transaction.pairs.map(rewritten) }),
  }
}

/** Every write is taken to have landed; it leaves after the commit that says so. */
function commitFirst(): ReturnType<Mutate> {
  const waiting: (() => Promise<unknown>)[] = []
  const later = (id: string, send: () => Promise<unknown>): Promise<WriteOutcome> => {
    waiting.push(send)
    return Promise.resolve({ kind: 'written', id })
  }
  return {
    found: (world) => {
      waiting.length = 0
      return world
    },
    collection: (collection) => ({
      ...collection,
      update: (...args) => later(args[0], () => collection.update(...args)),
      delete: (...args) => later(args[0], () => collection.delete(...args)),
    }),
    store: (store) => ({
      ...store,
      commit: async (...args) => {
        await store.commit(...args)
        for (const send of waiting.splice(0)) await send()
      },
    }),
  }
}

/** The base of the source becomes what the source says by now. */
function readSourceAgain(stage: Stage): ReturnType<Mutate> {
  return {
    store: (store) =>
      rewriting(store, (change) => {
        const side = change.before.intent && otherSide(change.before.intent.side)
        if (side === undefined || !change.events.some(({ kind }) => kind === 'landed'))
          return change
        const events = change.events.map((event) =>
          event.kind === 'landed' ? { ...event, base: newest(event.base, side) } : event,
        )
        const { after } = change
        const base = after?.base && newest(after.base, side)
        return { ...change, events, after: after && { ...after, base: base ?? undefined } }
      }),
  }
  function newest<Base extends Extract<PairEvent, { kind: 'landed' }>['base']>(
    base: Base,
    side: Side,
  ): Base {
    const row = rowOf(stage.world.systems[side], stage.world.memory[0]?.pair.ids[side] ?? '')
    if (base === null || row === undefined) return base
    const { fields, version } = row
    return { ...base, [side]: { fields, token: String(version) } }
  }
}
