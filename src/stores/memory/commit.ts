import type { EntityMemory, Memory } from './memory.ts'
import type { JournalEntry, Lease, PairChange, Transaction } from '../store.ts'
import { assert } from '../../core/assert.ts'
import { foldFacts } from '../../core/journal.ts'
import { SIDES } from '../../core/side.ts'
import { finalChanges, isBirth } from '../final-changes.ts'
import { linkTaken } from '../refusal.ts'
import { requireNewest } from './leases.ts'

/** Adds one transaction to the memory, or throws and leaves it as it was. */
export function commit(memory: Memory, lease: Lease, transaction: Transaction): void {
  requireNewest(memory.leases, lease)
  const changes = finalChanges(transaction.pairs)
  transaction.pairs.filter(isBirth).forEach((birth) => refuseOldNumber(memory, birth))
  refuseTakenLinks(memory, changes)
  freeze(transaction)
  changes.forEach((change) => dropPair(entityOf(memory, change.before.entity), change.before.no))
  changes.forEach((change) => putPair(entityOf(memory, change.before.entity), change))
  append(memory.journal, transaction)
  memory.facts = freeze(transaction.facts.reduce(foldFacts, memory.facts))
}

function refuseOldNumber({ entities }: Memory, { before: { entity, no } }: PairChange): void {
  assert(entities.get(entity)?.given.has(no) !== true, `pair ${no} of ${entity} was given before`)
}

/** Judges what the transaction leaves: an id may pass from one pair to another within it, in any order. */
function refuseTakenLinks(memory: Memory, changes: readonly PairChange[]): void {
  const claims = new Map<string, number>()
  const leaving = new Set(changes.map(({ before }) => `${before.no} ${before.entity}`))
  for (const { after } of changes) {
    if (after === undefined) continue
    for (const side of SIDES) {
      const id = after.ids[side]
      if (id === undefined) continue
      const { entity, no: claimant } = after
      const link = JSON.stringify([entity, side, id])
      const held = memory.entities.get(entity)?.byId[side].get(id)
      const standing = held === undefined || leaving.has(`${held} ${entity}`) ? undefined : held
      const holder = claims.get(link) ?? standing
      if (holder !== undefined) throw linkTaken({ entity, side, id, claimant, holder })
      claims.set(link, claimant)
    }
  }
}

function entityOf({ entities }: Memory, name: string): EntityMemory {
  const known = entities.get(name)
  if (known !== undefined) return known
  const fresh: EntityMemory = {
    lastNumber: 0,
    given: new Set(),
    pairs: new Map(),
    byId: { a: new Map(), b: new Map() },
  }
  entities.set(name, fresh)
  return fresh
}

function dropPair(held: EntityMemory, no: number): void {
  for (const side of SIDES) {
    const id = held.pairs.get(no)?.ids[side]
    if (id !== undefined) held.byId[side].delete(id)
  }
  held.pairs.delete(no)
}

function putPair(held: EntityMemory, { before: { no }, after }: PairChange): void {
  held.lastNumber = Math.max(held.lastNumber, no)
  held.given.add(no)
  if (after === undefined) return
  held.pairs.set(no, after)
  for (const side of SIDES) {
    const id = after.ids[side]
    if (id !== undefined) held.byId[side].set(id, no)
  }
}

function append(journal: JournalEntry[], { run, atMs, pairs, facts }: Transaction): void {
  const head = (): { seq: number; run: string; atMs: number } => ({
    seq: journal.length + 1,
    run,
    atMs,
  })
  for (const { before, events } of pairs)
    for (const event of events)
      journal.push(freeze({ ...head(), entity: before.entity, pair: before.no, event }))
  for (const event of facts) journal.push(freeze({ ...head(), event }))
}

function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value
  Object.freeze(value)
  Object.values(value).forEach(freeze)
  return value
}
