import type { Connection } from './connection.ts'
import type { Lease, LeaseAnswer } from '../store.ts'
import { fenced } from '../refusal.ts'
import { execute, rowOf, transact } from './connection.ts'

type LeaseRow = readonly [owner: string | null, epoch: number, expiresMs: number]

/** Grants what is asked for unless another owner's lease has not expired; every grant has the next epoch. */
export function acquireLease(
  connection: Connection,
  { scope, owner, expiresMs }: Lease,
  nowMs: number,
): LeaseAnswer {
  return transact(connection, () => {
    const row = rowOf(
      connection,
      'SELECT owner, epoch, expires_ms FROM leases WHERE scope = ?',
      scope,
    )
    const [holder, epoch, heldMs] = (row ?? [null, 0, 0]) as LeaseRow
    if (holder !== null && holder !== owner && heldMs > nowMs)
      return { kind: 'held', owner: holder, expiresMs: heldMs }
    const lease = { scope, owner, epoch: epoch + 1, expiresMs }
    execute(
      connection,
      'INSERT OR REPLACE INTO leases (scope, owner, epoch, expires_ms) VALUES (?, ?, ?, ?)',
      scope,
      owner,
      lease.epoch,
      expiresMs,
    )
    return { kind: 'granted', lease }
  })
}

/** Prolongs a lease; throws `STORE_FENCED` when it is no longer the newest. */
export function renewLease(connection: Connection, lease: Lease, expiresMs: number): Lease {
  const { scope, owner, epoch } = lease
  const sql = 'UPDATE leases SET expires_ms = ? WHERE scope = ? AND owner = ? AND epoch = ?'
  if (execute(connection, sql, expiresMs, scope, owner, epoch) === 0) throw fenced(lease)
  return { ...lease, expiresMs }
}

/** Forgets the owner and keeps the epoch, so that whoever comes next fences this lease. */
export function releaseLease(connection: Connection, { scope, owner, epoch }: Lease): void {
  const sql = 'UPDATE leases SET owner = NULL WHERE scope = ? AND owner = ? AND epoch = ?'
  execute(connection, sql, scope, owner, epoch)
}

/** The newest lease of a scope, unless it was given back. */
export function findLease(connection: Connection, scope: string): Lease | undefined {
  const sql = 'SELECT owner, epoch, expires_ms FROM leases WHERE scope = ? AND owner IS NOT NULL'
  const row = rowOf(connection, sql, scope)
  if (row === undefined) return undefined
  const [owner, epoch, expiresMs] = row as unknown as readonly [string, number, number]
  return { scope, owner, epoch, expiresMs }
}

/** Throws `STORE_FENCED` unless the lease is the newest of its scope and was not given back. */
export function requireNewest(connection: Connection, lease: Lease): void {
  const { scope, owner, epoch } = lease
  const sql = 'SELECT 1 FROM leases WHERE scope = ? AND owner = ? AND epoch = ?'
  if (rowOf(connection, sql, scope, owner, epoch) === undefined) throw fenced(lease)
}
