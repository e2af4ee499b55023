import type {
  Collection,
  CollectionInfo,
  FieldInfo,
  NativeRecord,
  WriteOutcome,
} from '../adapter.ts'
import { createRow, deleteRow, findRow, toNative, updateRow } from './memory-table.ts'
import { listAll, listChanges } from './memory-listing.ts'
import { readExchange, writeExchange } from './memory-requests.ts'
import type { ListingSource } from './memory-listing.ts'
import type { MemoryRequest } from './memory-requests.ts'
import type { MemoryScene } from './memory-table.ts'
import type { Capabilities } from '../adapter.ts'
import type { Value } from '../../core/value.ts'

/** The records of one kind in a memory system. */
export function memoryCollection(source: ListingSource, can: Capabilities): Collection {
  const { name, gate } = source
  const read = <Answer>(
    request: Omit<MemoryRequest, 'no' | 'collection'>,
    perform: (scene: MemoryScene) => Answer,
  ): Promise<Answer> =>
    gate.ask(readExchange({ ...request, collection: name }, (data) => perform(source.scene(data))))
  const write = (
    request: Omit<MemoryRequest, 'no' | 'collection'>,
    perform: (scene: MemoryScene) => WriteOutcome,
  ): Promise<WriteOutcome> =>
    gate.ask(writeExchange({ ...request, collection: name }, (data) => perform(source.scene(data))))
  const collection: Collection = {
    name,
    can,
    describe: () => read({ operation: 'describe' }, describeScene),
    list: (signal) => listAll(source, signal),
    get: (id) => read({ operation: 'get', ids: [id] }, (scene) => findRow(scene, id)),
    getMany: (ids) =>
      read({ operation: 'get', ids }, (scene) => ids.map((id) => findRow(scene, id))),
    findByKey: (field, value) =>
      read({ operation: 'find' }, (scene) => findRows(scene, field, value)),
    create: (body, { op, condition, identification }) =>
      write({ operation: 'create', body, op, condition, identification }, (scene) =>
        createRow(scene, body, { identification, condition }),
      ),
    update: (id, body, { op, condition }) =>
      write({ operation: 'update', ids: [id], body, op, condition }, (scene) =>
        updateRow(scene, id, body, condition),
      ),
    delete: (id, { op, condition }) =>
      write({ operation: 'delete', ids: [id], op, condition }, (scene) =>
        deleteRow(scene, id, condition),
      ),
  }
  if (can.changes === 'none') return collection
  return { ...collection, changes: (cursor, signal) => listChanges(source, cursor, signal) }
}

function findRows(scene: MemoryScene, field: string, value: string): readonly NativeRecord[] {
  const found: NativeRecord[] = []
  for (const row of scene.table.rows.values()) {
    const held = row.fields[field]
    if (held !== null && typeof held !== 'object' && String(held) === value)
      found.push(toNative(scene, row))
  }
  return found
}

/** Tells the fields that records have shown so far: a memory system has no schema. */
function describeScene({ name, table, behaviour }: MemoryScene): CollectionInfo {
  const fields = new Map<string, FieldInfo>()
  for (const row of table.rows.values())
    for (const [field, value] of Object.entries(row.fields))
      if (!fields.has(field) || fields.get(field)?.type === 'unknown')
        fields.set(field, { name: field, type: typeOf(value) })
  const key = behaviour.can.create.externalKey
  const uniqueKeys = key === undefined ? [] : [[key]]
  return { name, idField: 'id', uniqueKeys, fields: [...fields.values()] }
}

function typeOf(value: Value): FieldInfo['type'] {
  if (value === null) return 'unknown'
  if (Array.isArray(value)) return 'list'
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'decimal'
  if (typeof value === 'string') return 'string'
  return typeof value === 'boolean' ? 'boolean' : 'object'
}
