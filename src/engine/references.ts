import type { Fields, Value } from '../core/value.ts'
import type { Entity } from './pairing.ts'
import type { Side } from '../core/side.ts'
import type { Store } from '../stores/store.ts'
import type { Observation, View } from '../core/observation.ts'

/** A link as a shared value: the pair a record belongs to, the same text on both sides. */
export function linkText(entity: string, no: number): string {
  return `${entity}/${String(no)}`
}

/** The pair number of a link text; `undefined` for any other value. */
export function linkNumber(entity: string, value: Value | undefined): number | undefined {
  if (typeof value !== 'string' || !value.startsWith(`${entity}/`)) return undefined
  const no = Number(value.slice(entity.length + 1))
  return Number.isSafeInteger(no) && no > 0 ? no : undefined
}

/**
 * Translates references: an id of one system becomes the link of the record it names, and a link the other system's id.
 * Links are looked up a page at a time; pairs that this run is about to link count as linked.
 */
export interface References {
  /** Looks up every id that the records of a page refer to, in one query per entity. */
  prepare(entity: Entity, side: Side, views: readonly View[]): Promise<void>
  /** Replaces ids by links; a reference to an unlinked record is refused, the other fields stay. */
  toShared(entity: Entity, side: Side, view: View): View
  /** Reads again what was refused because the record it refers to was not linked yet. */
  revise(entity: Entity, side: Side, seen: Observation): Observation
  /** Replaces links by the ids of one side; `missing` names the fields whose record has no id there yet. */
  toNative(entity: Entity, side: Side, fields: Fields): Promise<ResolvedFields>
  /** Counts a pair as linked before it is. */
  announce(entity: string, side: Side, id: string, no: number): void
}

/** Fields whose references were resolved, and those that could not be. */
export interface ResolvedFields {
  readonly fields: Fields
  readonly missing: readonly string[]
}

/** Makes the references of one run. */
export function createReferences(store: Store): References {
  const known = new Map<string, number>()
  // Views as they were read, by the fields that were made of them, for as long as anybody holds those.
  const unresolved = new WeakMap<Fields, View>()
  const share = (entity: Entity, side: Side, view: View): View => {
    const shared = toShared(known, entity, { side, view })
    if (Object.keys(shared.fields).length < Object.keys(view.fields).length)
      unresolved.set(shared.fields, view)
    return shared
  }
  return {
    prepare: (entity, side, views) =>
      learn(store, known, { side, wanted: idsByTarget(entity, views) }),
    toShared: share,
    revise(entity, side, seen) {
      const view = seen.kind === 'present' ? unresolved.get(seen.fields) : undefined
      return view === undefined ? seen : { ...seen, ...share(entity, side, view) }
    },
    toNative: (entity, side, fields) => toNative(store, entity, { side, fields }),
    announce(entity, side, id, no) {
      known.set(keyOf(entity, side, id), no)
    },
  }
}

function keyOf(entity: string, side: Side, id: string): string {
  return `${entity}\n${side}\n${id}`
}

async function learn(
  store: Store,
  known: Map<string, number>,
  { side, wanted }: { side: Side; wanted: ReadonlyMap<string, ReadonlySet<string>> },
): Promise<void> {
  for (const [entity, ids] of wanted) {
    const unknown = [...ids].filter((id) => !known.has(keyOf(entity, side, id)))
    if (unknown.length === 0) continue
    for (const { no, ids: linked } of await store.findPairs(entity, side, unknown))
      if (linked.a !== undefined && linked.b !== undefined)
        known.set(keyOf(entity, side, linked[side] ?? ''), no)
  }
}

function toShared(
  known: ReadonlyMap<string, number>,
  entity: Entity,
  { side, view }: { side: Side; view: View },
): View {
  const referring = referringFields(entity)
  if (referring.length === 0) return view
  const fields = new Map(Object.entries(view.fields))
  const refused = new Map(Object.entries(view.refused))
  for (const { name, target } of referring) {
    const id = fields.get(name)
    if (typeof id !== 'string') continue
    const no = known.get(keyOf(target, side, id))
    if (no !== undefined) fields.set(name, linkText(target, no))
    else {
      fields.delete(name)
      refused.set(name, `${target} ${id} is not linked yet`)
    }
  }
  return { fields: Object.fromEntries(fields), refused: Object.fromEntries(refused) }
}

async function toNative(
  store: Store,
  entity: Entity,
  { side, fields }: { side: Side; fields: Fields },
): Promise<ResolvedFields> {
  const resolved = new Map(Object.entries(fields))
  const missing: string[] = []
  for (const { name, target } of referringFields(entity)) {
    const no = linkNumber(target, fields[name])
    if (no === undefined) continue
    const [pair] = await store.getPairs(target, [no])
    const id = pair?.ids[side]
    if (id !== undefined) resolved.set(name, id)
    else {
      missing.push(name)
      resolved.delete(name)
    }
  }
  return { fields: Object.fromEntries(resolved), missing }
}

function referringFields(
  entity: Entity,
): readonly { readonly name: string; readonly target: string }[] {
  return entity.terms.fields.flatMap(({ name, refersTo }) =>
    refersTo === undefined ? [] : [{ name, target: refersTo }],
  )
}

function idsByTarget(
  entity: Entity,
  views: readonly View[],
): ReadonlyMap<string, ReadonlySet<string>> {
  const wanted = new Map<string, Set<string>>()
  for (const { name, target } of referringFields(entity)) {
    const ids = wanted.get(target) ?? new Set<string>()
    wanted.set(target, ids)
    for (const { fields } of views) {
      const id = fields[name]
      if (typeof id === 'string') ids.add(id)
    }
  }
  return wanted
}
