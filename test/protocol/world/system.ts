import type { Fields } from '../../../src/core/value.ts'
import type { Condition, Intent, Outcome, Seen } from '../../../src/core/operation.ts'
import type { Observation } from '../../../src/core/observation.ts'
import type { Side } from '../../../src/core/side.ts'
import type { Profile } from './profile.ts'

/** Which writes of users a value descends from, by field: one bit for each write. Only the tests know this. */
export type Know = Readonly<Record<string, number>>

/** The field under which the absence of a whole record is known. */
export const PRESENCE = 'record'

/** One record of a system. */
export interface Row {
  readonly id: string
  readonly fields: Fields
  /** Edits so far, or the tick of the last one where versions are stamps. */
  readonly version: number
  readonly know: Know
  /** The writes that brought it into being: records with a common origin are the same thing. */
  readonly origin: number
  readonly key?: string | undefined
}

/** A record that was deleted. */
export interface Gone {
  readonly id: string
  readonly know: number
  readonly origin: number
  readonly key?: string | undefined
}

/** One of the two systems: it answers requests and knows nothing of the other. */
export interface System {
  readonly rows: readonly Row[]
  readonly gone: readonly Gone[]
  /** Ids given so far. */
  readonly made: number
  /** Ids by idempotency key. */
  readonly keys: Readonly<Record<string, string>>
}

/** Whose request, and when. */
export interface Service {
  readonly profile: Profile
  readonly side: Side
  readonly clock: number
}

/** What a request carries besides its content. */
export interface Lineage {
  readonly know: Know
  readonly origin: number
}

/** A system after a request, what the request met and made, and its answer. */
export interface Served {
  readonly system: System
  readonly outcome: Outcome<Seen>
  readonly met?: Row | undefined
  readonly made?: Row | undefined
}

/** Reads one record by its id. */
export function observe(system: System, id: string, service: Service): Observation {
  const row = rowOf(system, id)
  if (row === undefined) {
    const isTold = service.profile.tombstones && system.gone.some((gone) => gone.id === id)
    return { kind: 'absent', proof: isTold ? 'gone' : 'not-found' }
  }
  const unsettled = isStamped(service) && service.clock <= row.version ? true : undefined
  return { kind: 'present', refused: {}, unsettled, ...shown(row, service) }
}

/** Tells what a value or an absence that a read showed descends from. */
export function knowOf(system: System, id: string | undefined): Know {
  const row = id === undefined ? undefined : rowOf(system, id)
  if (row !== undefined) return row.know
  return { [PRESENCE]: system.gone.find((gone) => gone.id === id)?.know ?? 0 }
}

/** The live record with an id. */
export function rowOf(system: System, id: string): Row | undefined {
  return system.rows.find((row) => row.id === id)
}

/** The system with one record added or replaced. */
export function withRow(system: System, row: Row): System {
  const others = system.rows.filter(({ id }) => id !== row.id)
  return { ...system, rows: [...others, row].sort((left, right) => (left.id < right.id ? -1 : 1)) }
}

/** The system without a record. */
export function withoutRow(system: System, { id, origin, key }: Row, know: number): System {
  return {
    ...system,
    rows: system.rows.filter((row) => row.id !== id),
    gone: [...system.gone, { id, know, origin, key }],
  }
}

/** The version after an edit. */
export function nextVersion(version: number, service: Service): number {
  return isStamped(service) ? service.clock : version + 1
}

/** Carries out one request, or refuses it. */
export function serve(system: System, intent: Intent, lineage: Lineage, service: Service): Served {
  if (intent.verb === 'create') return create(system, intent, lineage, service)
  const met = rowOf(system, intent.id ?? '')
  if (met === undefined) return refuse(system, 'absent')
  if (service.profile.lie !== 'conditions' && !holds(intent.condition, met, service))
    return refuse(system, 'stale')
  if (intent.verb === 'delete') {
    const outcome = { kind: 'written', id: met.id } as const
    return { system: withoutRow(system, met, lineage.know[PRESENCE] ?? 0), outcome, met }
  }
  const made: Row = {
    ...met,
    fields: { ...met.fields, ...stored(intent.set, service) },
    version: nextVersion(met.version, service),
    know: { ...met.know, ...lineage.know },
  }
  return { system: withRow(system, made), outcome: written(made, service), met, made }
}

function create(system: System, intent: Intent, lineage: Lineage, service: Service): Served {
  const { identification, set } = intent
  const known = knownId(system, intent, service)
  if (known !== undefined) return replay(system, known, service)
  if (isTaken(system, intent, service)) return refuse(system, 'exists')
  const made = system.made + 1
  const id = identification.kind === 'client-id' ? identification.id : `${service.side}${made}`
  const key = identification.kind === 'external-key' ? identification.value : undefined
  const row: Row = {
    id,
    fields: stored(set, service),
    version: nextVersion(0, service),
    ...lineage,
    key,
  }
  const keys =
    identification.kind === 'idempotency-key'
      ? { ...system.keys, [identification.key]: id }
      : system.keys
  const next = withRow({ ...system, made, keys }, row)
  return { system: next, outcome: written(row, service), made: row }
}

/** The record that an earlier request under the same key made. */
function knownId(
  system: System,
  { identification }: Intent,
  { profile }: Service,
): string | undefined {
  if (identification.kind !== 'idempotency-key' || profile.lie === 'keys') return undefined
  return system.keys[identification.key]
}

function isTaken(system: System, { identification }: Intent, { profile }: Service): boolean {
  if (identification.kind === 'external-key')
    return system.rows.some(({ key }) => key === identification.value)
  if (identification.kind !== 'client-id') return false
  const { id } = identification
  const wasThere = profile.tombstones && system.gone.some((gone) => gone.id === id)
  return rowOf(system, id) !== undefined || wasThere
}

/** A recognised repetition is answered with the record as it is now: a server may, and users may have edited it. */
function replay(system: System, id: string, service: Service): Served {
  const row = rowOf(system, id)
  const again = row === undefined ? ({ kind: 'written', id } as const) : written(row, service)
  return { system, outcome: { ...again, replay: true } }
}

function refuse(system: System, why: 'absent' | 'stale' | 'exists'): Served {
  return { system, outcome: { kind: 'refused', why, message: why } }
}

function written(row: Row, service: Service): Extract<Outcome<Seen>, { kind: 'written' }> {
  const token = tokenOf(row, service)
  const isShown = service.profile.represents
  const after = isShown ? shown(row, service) : undefined
  return { kind: 'written', id: row.id, after, token }
}

/** A record as it shows itself; a stamp that is not settled is no version (W9). */
function shown(row: Row, service: Service): Seen {
  const isSettled = !isStamped(service) || service.clock > row.version
  return { fields: row.fields, token: isSettled ? tokenOf(row, service) : undefined }
}

function tokenOf({ version }: Row, { profile }: Service): string | undefined {
  return profile.ability.update === 'none' ? undefined : String(version)
}

function holds(condition: Condition, { version }: Row, service: Service): boolean {
  if (condition.kind === 'token') return condition.token === String(version)
  if (condition.kind !== 'stamp') return true
  return isStamped(service) && version <= Number(condition.token)
}

function isStamped({ profile }: Service): boolean {
  return profile.ability.update === 'stamp'
}

function stored(fields: Fields, { profile, side }: Service): Fields {
  if (side === 'a') return fields
  return Object.fromEntries(
    Object.entries(fields).map(([field, value]) => [field, profile.normalises(value)]),
  )
}
