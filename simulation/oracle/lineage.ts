import type { Cargo } from './cargo.ts'
import type { Cause } from './excuses.ts'
import type { Ghost } from './ghost.ts'
import type { Know, Row } from '../system/table.ts'
import type { Effect } from '../system/service.ts'
import type { Observer } from './observer.ts'
import type { Side } from '../../src/core/side.ts'
import type { Transaction } from '../../src/stores/store.ts'
import { PRESENCE } from '../setup/field-names.ts'
import { judgeEffect } from './judge.ts'
import { openGhost } from './ghost.ts'
import { readTransaction } from './read-transaction.ts'

/** Follows every value from the user who wrote it to wherever it goes, and tells when one is lost or comes back. */
export interface Lineage {
  /** A user writes aspects of a record, having seen what it says; what the new values descend from. */
  readonly write: (key: string, aspects: readonly string[], seen: Know) => Know
  /** A user deletes a record; what its absence descends from. */
  readonly erase: (row: Row) => Know
  /** A user makes a record that the other side has as well. */
  readonly twin: (key: string) => void
  /** A user goes back to an earlier value. */
  readonly revert: (key: string) => void
  /** What a request of the engine carries. */
  readonly knowOf: (op: string) => Know
  /** Whether the engine remembers the record as one of a pair. */
  readonly isLinked: (side: Side, id: string) => boolean
  readonly onCommit: (transaction: Transaction) => void
  readonly onEffect: (effect: Effect) => void
  /** A write whose fate is not told to the engine. */
  readonly onDoubt: (op: string) => void
  /** The program ends before it could note what it heard: every open write is in doubt. */
  readonly onBreakdown: () => void
  /** A write that the network holds back. */
  readonly onDelay: (op: string) => void
  /** Named anomalies so far: things nobody can prevent in this world, by their cause. */
  readonly anomalies: ReadonlyMap<Cause, number>
  readonly ghost: Ghost
}

/** Opens the books of one world; `observer` knows what was shown, `onBreach` is told what must not be. */
export function openLineage(
  observer: Observer,
  onBreach: (property: string, detail: string) => void,
): Lineage {
  const ghost = openGhost()
  const cargos = new Map<string, Cargo>()
  const anomalies = new Map<Cause, number>()
  const linked = new Set<string>()
  const report = (key: string, property: string, detail: string): void => {
    const cause = ghost.causeOf(key, property)
    if (cause === undefined) onBreach(property, `${key}: ${detail}`)
    else anomalies.set(cause, (anomalies.get(cause) ?? 0) + 1)
  }
  return {
    write: (key, aspects, seen) => ghost.write(key, aspects, seen),
    erase: (row) => {
      ghost.note(row.key, 'deleted')
      return ghost.write(row.key, [...Object.keys(row.know), PRESENCE], row.know)
    },
    twin: (key) => ghost.note(key, 'twin'),
    revert: (key) => ghost.note(key, 'revert'),
    knowOf: (op) => cargos.get(op)?.know ?? {},
    isLinked: (side, id) => linked.has(`${side} ${id}`),
    onCommit: (transaction) => {
      readTransaction(transaction, { ghost, cargos, observer })
      noteLinks(transaction, linked)
    },
    onEffect: (effect) => {
      const cargo = cargos.get(effect.op)
      if (cargo === undefined) onBreach('W1', `${effect.op} was sent and is nowhere remembered`)
      else judgeEffect(effect, cargo, { ghost, observer, report })
    },
    onDoubt: (op) => {
      const cargo = cargos.get(op)
      if (cargo !== undefined) ghost.doubt(cargo.key, true)
    },
    onBreakdown: () => {
      for (const { settled, key } of cargos.values()) if (!settled) ghost.doubt(key, true)
    },
    onDelay: (op) => {
      const cargo = cargos.get(op)
      if (cargo !== undefined) ghost.blame(cargo.key, 'late')
    },
    anomalies,
    ghost,
  }
}

/** Notes the records that both sides of a pair have, from what a transaction leaves. */
function noteLinks({ pairs }: Transaction, linked: Set<string>): void {
  for (const { after } of pairs) {
    if (after?.base === undefined) continue
    for (const [side, id] of Object.entries(after.ids)) linked.add(`${side} ${id}`)
  }
}
