import type { Fault } from '../setup/tape.ts'
import type { Process } from './process.ts'
import type { Store, Transaction } from '../../src/stores/store.ts'
import { BilateralError } from '../../src/errors.ts'
import { never } from './process.ts'

/** A fault of the memory. */
export type DiskFault = Extract<Fault, { tape: 'disk' }>

/** What a process's view of the memory needs. */
export interface DiskWorld {
  readonly process: Process
  /** Called before every operation; answers the fault it meets, if it meets one. */
  readonly onOperation: () => DiskFault | undefined
  /** Told of every transaction that became durable. */
  readonly onCommit: (transaction: Transaction) => void
}

/** Gives a process its view of the memory: operations fail where the tape says so, and end with the process. */
export function openDisk(store: Store, { process, onOperation, onCommit }: DiskWorld): Store {
  const around = async <T>(perform: () => Promise<T>): Promise<T> => {
    if (!process.alive) return never()
    const fault = onOperation()
    if (fault?.kind === 'crash-before') {
      process.kill()
      return never()
    }
    if (fault?.kind === 'disk-full')
      throw new BilateralError('STORE_FULL', 'The disk is full (simulated).')
    const result = await perform()
    if (fault?.kind === 'crash-after') process.kill()
    // Killed meanwhile by another of its own operations.
    return isAlive(process) ? result : never()
  }
  return {
    acquireLease: (...args) => around(() => store.acquireLease(...args)),
    renewLease: (...args) => around(() => store.renewLease(...args)),
    releaseLease: (...args) => around(() => store.releaseLease(...args)),
    findLease: (...args) => around(() => store.findLease(...args)),
    findPairs: (...args) => around(() => store.findPairs(...args)),
    getPairs: (...args) => around(() => store.getPairs(...args)),
    listPairs: (...args) => around(() => store.listPairs(...args)),
    countPairs: (...args) => around(() => store.countPairs(...args)),
    lastNumber: (...args) => around(() => store.lastNumber(...args)),
    facts: () => around(() => store.facts()),
    readJournal: (...args) => around(() => store.readJournal(...args)),
    commit: (lease, transaction) =>
      around(async () => {
        await store.commit(lease, transaction)
        onCommit(transaction)
      }),
    close: () => store.close(),
  }
}

function isAlive({ alive }: Process): boolean {
  return alive
}
