import type { Condition, Intent, Outcome, Seen } from '../../core/operation.ts'
import type { Content, Place, System } from './world.ts'
import type { Fields, Value } from '../../core/value.ts'
import type { Observation } from '../../core/observation.ts'
import type { Setting, SystemSetting } from '../setting.ts'
import type { Side } from '../../core/side.ts'
import { canonicalText } from '../../core/value.ts'
import { idsOf, newName } from './names.ts'
import { placeOf, rowOf, withPlace } from './world.ts'

/** Whose request, and when. */
export interface Service {
  readonly setting: Setting
  readonly side: Side
  readonly clock: number
}

/** How a record is read: as it is, or as a listing may show it. */
export type Reading = 'by-id' | 'listed' | 'stale' | 'omitted'

/** A system after a request, and its answer. */
export interface Served {
  readonly system: System
  readonly outcome: Outcome<Seen>
  /** The place that changed, or `-1`. */
  readonly at: number
  /** There was no room for the record. */
  readonly isFull?: boolean | undefined
}

/** The system's part of a setting. */
export function systemIn({ setting, side }: Service): SystemSetting {
  return setting.systems[side]
}

/** Reads one record by its id, or finds it in a listing. */
export function observe(
  system: System,
  id: string,
  service: Service,
  reading: Reading,
): Observation {
  if (reading === 'omitted') return { kind: 'unknown', why: 'it was not listed' }
  const place = system.places[placeOf(system, id)]
  const content = reading === 'stale' ? place?.before : place?.row
  if (content === undefined) {
    const isTold = systemIn(service).tombstones && place !== undefined
    return { kind: 'absent', proof: isTold ? 'gone' : 'not-found' }
  }
  const unsettled = isSettled(content, service) ? undefined : true
  const fresh = reading === 'by-id' ? true : undefined
  return { kind: 'present', refused: {}, unsettled, fresh, ...shown(content, service) }
}

/** A new version: one more than any, the tick, or what the record says. */
export function versionOf(fields: Fields, service: Service, ticksAgo = 0): string | null {
  switch (systemIn(service).versions) {
    case 'counter':
      return newName(service.side === 'a' ? '@a' : '@b')
    case 'stamp':
      return stampText(service.clock - ticksAgo)
    case 'content':
      return canonicalText(fields)
    case 'none':
      return null
  }
}

function stampText(tick: number): string {
  return `@t${tick}`
}

function tickOf(version: string): number {
  return Number(version.slice('@t'.length))
}

/** Carries out one request, or refuses it. */
export function serve(system: System, intent: Intent, thing: string, service: Service): Served {
  if (intent.verb === 'create') return create(system, intent, thing, service)
  const at = placeOf(system, intent.id)
  const place = system.places[at]
  if (isRejected(intent.set, service)) return refuse(system, 'invalid')
  if (place?.row === undefined) return refuse(system, 'absent')
  const isBlind = systemIn(service).lie === 'conditions'
  if (!isBlind && !holds(intent.condition, place.row)) return refuse(system, 'stale')
  if (intent.verb === 'delete') {
    const outcome = { kind: 'written', id: place.id } as const
    return { system: withoutRow(system, at, service), outcome, at }
  }
  const fields = { ...place.row.fields, ...stored(intent.set, service) }
  const { touched } = place.row
  const content = { fields, version: versionOf(fields, service), touched }
  return {
    system: withContent(system, at, content, service),
    outcome: written(place.id, content, service),
    at,
  }
}

function create(system: System, intent: Intent, thing: string, service: Service): Served {
  const { identification, set } = intent
  const known = knownId(system, intent, service)
  if (known !== undefined) return replay(system, known, service)
  if (isRejected(set, service)) return refuse(system, 'invalid')
  if (isTaken(system, intent, service)) return refuse(system, 'exists')
  const id = identification.kind === 'client-id' ? identification.id : newName(idsOf(service.side))
  const at = freePlace(system, id)
  if (at === -1) return { ...refuse(system, 'exists'), isFull: true }
  const key = identification.kind === 'external-key' ? identification.value : undefined
  const fields = stored(set, service)
  const row = { fields, version: versionOf(fields, service) }
  const keys =
    identification.kind === 'idempotency-key'
      ? { ...system.keys, [identification.key]: id }
      : system.keys
  const next = withPlace({ ...system, keys }, at, { id, thing, key, row })
  return { system: next, outcome: written(id, row, service), at }
}

/** Where a record with this id may be kept: its own place from before, or the first that is free; `-1` without one. */
export function freePlace(system: System, id: string): number {
  const known = placeOf(system, id)
  return known === -1 ? system.places.indexOf(null) : known
}

/** The system in which a record says something else. */
export function withContent(system: System, at: number, row: Content, service: Service): System {
  const place = system.places[at]
  if (place === undefined || place === null) return system
  const before = service.setting.faults.stale ? place.row : undefined
  return withPlace(system, at, { ...place, row, before })
}

/** The system in which a record is deleted. */
export function withoutRow(system: System, at: number, service: Service): System {
  const place = system.places[at]
  if (place === undefined || place === null) return system
  const before = service.setting.faults.stale ? place.row : undefined
  const gone: Place = { id: place.id, thing: place.thing, key: place.key, before }
  return withPlace(system, at, gone)
}

/** The record that an earlier request under the same key made. */
function knownId(system: System, { identification }: Intent, service: Service): string | undefined {
  if (identification.kind !== 'idempotency-key' || systemIn(service).lie === 'keys')
    return undefined
  return system.keys[identification.key]
}

function isTaken(system: System, { identification }: Intent, service: Service): boolean {
  if (identification.kind === 'external-key')
    return system.places.some(
      (place) => place?.row !== undefined && place.key === identification.value,
    )
  if (identification.kind !== 'client-id') return false
  const { id } = identification
  const wasThere = systemIn(service).tombstones && placeOf(system, id) !== -1
  return rowOf(system, id) !== undefined || wasThere
}

/** A recognised repetition is answered with the record as it is now: a server may, and users may have edited it. */
function replay(system: System, id: string, service: Service): Served {
  const row = rowOf(system, id)
  const again = row === undefined ? ({ kind: 'written', id } as const) : written(id, row, service)
  return { system, outcome: { ...again, replay: true }, at: -1 }
}

function isRejected(set: Fields, service: Service): boolean {
  const { rejects } = systemIn(service)
  return (
    rejects !== undefined && Object.entries(set).some(([field, value]) => rejects(field, value))
  )
}

function refuse(system: System, why: 'absent' | 'stale' | 'exists' | 'invalid'): Served {
  return { system, outcome: { kind: 'refused', why, message: why }, at: -1 }
}

type Written = Extract<Outcome<Seen>, { kind: 'written' }>

function written(id: string, row: Content, service: Service): Written {
  const after = systemIn(service).represents ? shown(row, service) : undefined
  return { kind: 'written', id, after, token: row.version ?? undefined }
}

/** A record as it shows itself; a stamp that is not settled is no version (W9). */
function shown(row: Content, service: Service): Seen {
  const token = isSettled(row, service) ? (row.version ?? undefined) : undefined
  return { fields: row.fields, token }
}

/** Ticks a stamp may be older than the change that it is given to. */
export function latenessIn({ setting }: Service): number {
  return setting.faults.late ? 1 : 0
}

function isSettled({ version }: Content, service: Service): boolean {
  if (version === null || systemIn(service).versions !== 'stamp') return true
  return service.clock > tickOf(version) + latenessIn(service)
}

function holds(condition: Condition, { version }: Content): boolean {
  if (condition.kind === 'token') return condition.token === version
  if (condition.kind !== 'stamp') return true
  return version !== null && tickOf(version) <= tickOf(condition.token)
}

function stored(fields: Fields, service: Service): Fields {
  const { keeps } = systemIn(service)
  if (keeps === undefined) return fields
  const entries = Object.entries(fields)
  return Object.fromEntries(entries.map(([field, value]) => [field, keeps(field, value)]))
}

/** The values a user may write into a field of this system. */
export function valuesFor(field: string, service: Service): readonly Value[] {
  const values = service.setting.values[field] ?? []
  const { keeps } = systemIn(service)
  return keeps === undefined ? values : [...new Set(values.map((value) => keeps(field, value)))]
}
