import type { Condition, Identification, RefusalKind } from '../../core/operation.ts'
import type { Fields, Value } from '../../core/value.ts'
import type { Found, NativeRecord, WriteOutcome } from '../adapter.ts'
import type { MemoryRow, MemoryTable } from './memory-contents.ts'
import type { MemoryBehaviour } from './memory-options.ts'
import { canonicalText, sameValue } from '../../core/value.ts'
import { hash } from 'node:crypto'

/** One collection at the moment of one request. */
export interface MemoryScene {
  readonly name: string
  readonly behaviour: MemoryBehaviour
  readonly table: MemoryTable
  readonly nowMs: number
}

/** Shows a row as the contract wants it. */
export function toNative(scene: MemoryScene, row: MemoryRow, inList = false): NativeRecord {
  const hidden = inList && scene.behaviour.can.token?.inList === false
  return {
    id: row.id,
    fields: row.fields,
    token: hidden ? undefined : tokenOf(scene.behaviour, row),
    stamp: stampOf(scene.behaviour, row.atMs),
    state: 'live',
  }
}

/** Reads one record. */
export function findRow(scene: MemoryScene, id: string): Found {
  const row = scene.table.rows.get(id)
  if (row !== undefined)
    return { kind: 'found', record: toNative(scene, row), serverTimeMs: scene.nowMs }
  const tombstone = scene.table.deleted.get(id)
  if (tombstone?.movedTo !== undefined) return { kind: 'moved', to: tombstone.movedTo }
  return tombstone !== undefined && scene.behaviour.tombstones
    ? { kind: 'gone' }
    : { kind: 'not-found' }
}

/** Creates a record, unless the system does not take it. */
export function createRow(
  scene: MemoryScene,
  body: Fields,
  how: { readonly identification: Identification; readonly condition: Condition },
): WriteOutcome {
  const { identification } = how
  const { can } = scene.behaviour
  if (!can.create.allowed) return refuse('unsupported', `${scene.name} takes no creates`)
  const wrong = unsupportedCreate(scene, identification, how.condition)
  if (wrong !== undefined) return wrong
  if (identification.kind === 'idempotency-key') {
    const replayed = scene.table.replays.get(identification.key)
    if (replayed !== undefined) return { ...written(scene, replayed), replay: true }
  }
  const external = identification.kind === 'external-key' ? identification : undefined
  const fields = external === undefined ? body : { ...body, [external.field]: external.value }
  const id = identification.kind === 'client-id' ? identification.id : undefined
  const outcome = insertRow(scene, fields, id)
  if (outcome.kind === 'written' && identification.kind === 'idempotency-key')
    scene.table.replays.set(identification.key, outcome.id)
  return outcome
}

/** Stores a new record, under an id of its own or the one given. */
export function insertRow(scene: MemoryScene, body: Fields, givenId?: string): WriteOutcome {
  const { table } = scene
  if (givenId === '') return refuse('invalid', 'an id is not empty')
  if (givenId !== undefined && table.rows.has(givenId))
    return refuse('exists', `${scene.name} ${givenId} exists`)
  const refused = refusalOf(scene, body)
  if (refused !== undefined) return refused
  const fields = normalised(scene, body)
  const key = keyOf(scene, fields)
  if (key !== undefined && table.keys.has(key))
    return refuse('exists', `the external key ${key} is taken`)
  const id = givenId ?? nextId(scene)
  put(scene, id, fields, undefined)
  table.deleted.delete(id)
  table.sorted = undefined
  return written(scene, id)
}

/** Changes a record, unless its condition fails. */
export function updateRow(
  scene: MemoryScene,
  id: string,
  body: Fields,
  condition: Condition,
): WriteOutcome {
  const { can } = scene.behaviour
  if (!can.update.allowed) return refuse('unsupported', `${scene.name} takes no updates`)
  const blocked = check(scene, id, condition, can.update.condition)
  if (blocked !== undefined) return blocked
  return changeRow(scene, id, body, can.update.style)
}

/** Changes a record without any condition, as a user does. */
export function changeRow(
  scene: MemoryScene,
  id: string,
  body: Fields,
  style: 'patch' | 'replace',
): WriteOutcome {
  const row = scene.table.rows.get(id)
  if (row === undefined) return absent(scene, id)
  const refused = refusalOf(scene, body)
  if (refused !== undefined) return refused
  const accepted = normalised(scene, body)
  const fields = style === 'patch' ? { ...row.fields, ...accepted } : accepted
  const key = keyOf(scene, fields)
  const holder = key === undefined ? undefined : scene.table.keys.get(key)
  if (holder !== undefined && holder !== id)
    return refuse('exists', `the external key ${String(key)} is taken`)
  put(scene, id, fields, row)
  return written(scene, id)
}

/** Deletes a record, unless its condition fails. */
export function deleteRow(scene: MemoryScene, id: string, condition: Condition): WriteOutcome {
  const { can } = scene.behaviour
  if (!can.delete.allowed) return refuse('unsupported', `${scene.name} takes no deletes`)
  const blocked = check(scene, id, condition, can.delete.condition)
  return blocked ?? removeRow(scene, id)
}

/** Removes a record without any condition; `movedTo` says it was merged into another. */
export function removeRow(scene: MemoryScene, id: string, movedTo?: string): WriteOutcome {
  const { table } = scene
  const row = table.rows.get(id)
  if (row === undefined) return absent(scene, id)
  const key = keyOf(scene, row.fields)
  if (key !== undefined) table.keys.delete(key)
  table.rows.delete(id)
  table.deleted.set(id, { atMs: scene.nowMs, movedTo })
  table.sorted = undefined
  return { kind: 'written', id }
}

/** When a row's stamp says it was last written, in milliseconds. */
export function stampMsOf(behaviour: MemoryBehaviour, atMs: number): number {
  return Math.floor(atMs / behaviour.granularityMs) * behaviour.granularityMs
}

function refuse(why: RefusalKind, message: string, field?: string): WriteOutcome {
  return { kind: 'refused', why, message, field }
}

function absent(scene: MemoryScene, id: string): WriteOutcome {
  return refuse('absent', `${scene.name} ${id} is not there`)
}

function written(scene: MemoryScene, id: string): WriteOutcome & { kind: 'written' } {
  const row = scene.table.rows.get(id)
  if (row === undefined) return { kind: 'written', id }
  const after = toNative(scene, row)
  const { representation } = scene.behaviour
  return { kind: 'written', id, after: representation ? after : undefined, token: after.token }
}

function nextId(scene: MemoryScene): string {
  const { table } = scene
  do table.lastId += 1
  while (table.rows.has(`${scene.name}-${table.lastId}`))
  return `${scene.name}-${table.lastId}`
}

function put(scene: MemoryScene, id: string, fields: Fields, before: MemoryRow | undefined): void {
  const { table, behaviour } = scene
  const touched = before === undefined || moves(behaviour, before.fields, fields)
  if (touched) table.lastVersion += 1
  const version = touched ? table.lastVersion : before.version
  table.rows.set(id, { id, fields, version, atMs: touched ? scene.nowMs : before.atMs })
  const oldKey = before && keyOf(scene, before.fields)
  const newKey = keyOf(scene, fields)
  if (oldKey !== undefined) table.keys.delete(oldKey)
  if (newKey !== undefined) table.keys.set(newKey, id)
}

/** Whether a write moves token and stamp: it does unless it changes nothing but unversioned fields. */
function moves({ unversioned }: MemoryBehaviour, before: Fields, after: Fields): boolean {
  if (unversioned.size === 0) return true
  const names = new Set([...Object.keys(before), ...Object.keys(after)])
  const changed = [...names].filter((name) => !sameValue(before[name], after[name]))
  return changed.length === 0 || changed.some((name) => !unversioned.has(name))
}

/** Why the system does not take these values; `undefined` when it does. */
function refusalOf({ behaviour }: MemoryScene, body: Fields): WriteOutcome | undefined {
  for (const [field, reason] of Object.entries(behaviour.refuse)) {
    const message = Object.hasOwn(body, field) ? reason(body[field] ?? null) : undefined
    if (message !== undefined) return refuse('invalid', message, field)
  }
  return undefined
}

/** What the system makes of values it takes. */
function normalised({ behaviour }: MemoryScene, body: Fields): Fields {
  const rules = Object.entries(behaviour.normalise).filter(([field]) => Object.hasOwn(body, field))
  if (rules.length === 0) return { ...body }
  const rewritten = rules.map(([field, rule]): [string, Value] => [
    field,
    rule(body[field] ?? null),
  ])
  return { ...body, ...Object.fromEntries(rewritten) }
}

function keyOf({ behaviour }: MemoryScene, fields: Fields): string | undefined {
  const field = behaviour.can.create.externalKey
  const value = field === undefined ? null : (fields[field] ?? null)
  return value === null ? undefined : canonicalText(value)
}

function unsupportedCreate(
  { behaviour: { can }, name }: MemoryScene,
  identification: Identification,
  condition: Condition,
): WriteOutcome | undefined {
  const { create } = can
  const offered = {
    none: true,
    'client-id': create.clientId,
    'idempotency-key': create.idempotencyKey,
    'external-key':
      identification.kind === 'external-key' && identification.field === create.externalKey,
  }
  if (!offered[identification.kind])
    return refuse('unsupported', `${name} does not identify creates by ${identification.kind}`)
  if (condition.kind === 'none') return undefined
  return condition.kind === 'absent' && create.ifAbsent
    ? undefined
    : refuse('unsupported', `${name} cannot create on the condition ${condition.kind}`)
}

/** Why a write may not happen; `undefined` when it may. */
function check(
  scene: MemoryScene,
  id: string,
  condition: Condition,
  offered: 'token' | 'stamp' | 'none',
): WriteOutcome | undefined {
  const row = scene.table.rows.get(id)
  if (condition.kind !== 'none' && condition.kind !== offered)
    return refuse('unsupported', `${scene.name} cannot write on the condition ${condition.kind}`)
  if (row === undefined) return absent(scene, id)
  if (condition.kind === 'none') return undefined
  if (!scene.behaviour.honoursConditions) return undefined
  return tokenOf(scene.behaviour, row) === condition.token
    ? undefined
    : refuse('stale', `${scene.name} ${id} is not at ${condition.token}`)
}

function stampOf(behaviour: MemoryBehaviour, atMs: number): string {
  return new Date(stampMsOf(behaviour, atMs)).toISOString()
}

function tokenOf(behaviour: MemoryBehaviour, row: MemoryRow): string | undefined {
  switch (behaviour.token) {
    case 'none':
      return undefined
    case 'etag':
      return `"${row.version}"`
    case 'counter':
      return String(row.version)
    case 'stamp':
      return stampOf(behaviour, row.atMs)
    case 'hash':
      return hash('sha256', canonicalText(row.fields), 'base64url')
  }
}
