import { changeRow, insertRow, removeRow } from './memory-table.ts'
import { BilateralError } from '../../errors.ts'
import type { Fields } from '../../core/value.ts'
import type { MemoryRow } from './memory-contents.ts'
import type { MemoryScene } from './memory-table.ts'
import type { WriteOutcome } from '../adapter.ts'

/** People who work in the system without Bilateral: no condition, no request, no fault. */
export interface MemoryUsers {
  /** Creates a record and tells its id. Throws `SYSTEM_ANSWER` when the system does not take it. */
  create(fields: Fields, id?: string): string
  /** Changes the fields given. */
  update(id: string, set: Fields): void
  delete(id: string): void
  /** Deletes a record and leaves word that another took its place. */
  merge(id: string, into: string): void
  read(id: string): Fields | undefined
  /** Every record by id, in the order of creation. */
  readAll(): ReadonlyMap<string, Fields>
}

/** Lets people into a collection. Looking takes no time; every edit asks for the scene of its own moment. */
export function memoryUsers(look: () => MemoryScene, scene: () => MemoryScene): MemoryUsers {
  const row = (id: string): MemoryRow | undefined => look().table.rows.get(id)
  return {
    create: (fields, id) => expectWritten(insertRow(scene(), fields, id)),
    update: (id, set) => void expectWritten(changeRow(scene(), id, set, 'patch')),
    delete: (id) => void expectWritten(removeRow(scene(), id)),
    merge: (id, into) => void expectWritten(removeRow(scene(), id, into)),
    read: (id) => row(id)?.fields,
    readAll: () => new Map([...look().table.rows].map(([id, { fields }]) => [id, fields])),
  }
}

function expectWritten(outcome: WriteOutcome): string {
  if (outcome.kind === 'written') return outcome.id
  const why = outcome.kind === 'refused' ? outcome.message : outcome.kind
  throw new BilateralError('SYSTEM_ANSWER', `The system refuses what its user does: ${why}`)
}
