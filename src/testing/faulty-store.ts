import type { Lease, Store, Transaction } from '../stores/store.ts'
import { BilateralError } from '../errors.ts'

/** An error planted in one operation of a store. */
export interface StoreFailure {
  /** Which operation fails: 1 is the first after the store was wrapped, `close` not counted. */
  readonly failAt: number
  /**
   * `before`: nothing was written. `after`: it was written, and the caller hears of an error. `torn`: the first half of a
   * transaction was written, which no store may do; other operations than commits fail as with `before`.
   */
  readonly how: 'before' | 'after' | 'torn'
}

/** The point at which a process dies: before or after the store has performed the operation. */
export interface StoreCrash {
  /** The operation that is never answered: 1 is the first after the store was wrapped, `close` not counted. */
  readonly crashAt: number
  readonly how: 'before' | 'after'
}

/** A store with a fault in it. */
export interface FaultyStore extends Store {
  /** Operations begun so far, the faulty one included: run once without reaching the fault to learn how many there are. */
  readonly calls: () => number
}

/** A store whose process dies at a point: the operation there, and every later one, is never answered. */
export interface CrashingStore extends FaultyStore {
  /** Resolves when that point was reached. */
  readonly crashed: Promise<void>
}

/** Wraps a store so that one operation rejects with `STORE_FULL`; the others pass through. */
export function failingStore(store: Store, { failAt, how }: StoreFailure): FaultyStore {
  return intercept(store, async ({ name, args, perform }, call) => {
    if (call !== failAt) return perform()
    if (how === 'after') await perform()
    if (how === 'torn' && name === 'commit') await commitHalf(store, args as CommitArguments)
    throw new BilateralError('STORE_FULL', `The disk is full at operation ${call} (planted).`)
  })
}

/** Wraps a store so that it stops answering at one operation, as it would for a process that was killed there. */
export function crashingStore(store: Store, { crashAt, how }: StoreCrash): CrashingStore {
  const point = Promise.withResolvers<undefined>()
  const counted = intercept(store, async ({ perform }, call) => {
    if (call < crashAt) return perform()
    if (call === crashAt && how === 'after') await perform()
    point.resolve(undefined)
    return new Promise(() => undefined)
  })
  return Object.assign(counted, { crashed: point.promise })
}

/** What a fault may be planted in. */
const OPERATIONS = [
  'acquireLease',
  'renewLease',
  'releaseLease',
  'findLease',
  'findPairs',
  'getPairs',
  'listPairs',
  'countPairs',
  'lastNumber',
  'facts',
  'readJournal',
  'commit',
] as const satisfies readonly Exclude<keyof Store, 'close'>[]

type CommitArguments = readonly [Lease, Transaction]

/** One operation about to be performed. */
interface Call {
  readonly name: string
  readonly args: readonly unknown[]
  readonly perform: () => Promise<unknown>
}

function intercept(
  store: Store,
  around: (call: Call, number: number) => Promise<unknown>,
): FaultyStore {
  let calls = 0
  const intercepted = OPERATIONS.map((name) => {
    const perform = store[name].bind(store) as (...args: readonly unknown[]) => Promise<unknown>
    const operation = async (...args: readonly unknown[]): Promise<unknown> =>
      around({ name, args, perform: () => perform(...args) }, (calls += 1))
    return [name, operation]
  })
  const operations = Object.fromEntries(intercepted) as Omit<Store, 'close'>
  return { ...operations, close: () => store.close(), calls: () => calls }
}

async function commitHalf(store: Store, [lease, transaction]: CommitArguments): Promise<void> {
  const pairs = transaction.pairs.slice(0, Math.ceil(transaction.pairs.length / 2))
  await store.commit(lease, { ...transaction, pairs, facts: [] })
}
