import type { Item, ItemFields } from '../item.ts'
import type { ItemEdit } from '../workload.ts'

/** A record as the service holds it: ready to be sent. */
export interface StoredItem {
  readonly id: string
  /** Milliseconds since 1970; every write to the same record moves it on. */
  readonly stampMs: number
  readonly item: Item
  readonly json: string
}

/** An entry of the change feed: a record, or the tombstone of one. */
export interface Change {
  readonly id: string
  readonly stampMs: number
  /** Absent for a tombstone. */
  readonly stored: StoredItem | undefined
}

/** Part of an ordered listing; `next` is where the following part begins, null at the end. */
export interface Slice<T, Next> {
  readonly entries: readonly T[]
  readonly next: Next | null
}

/** Which part of the change feed is asked for. */
export interface ChangeQuery {
  /** That millisecond included, or where the part before ended. */
  readonly from: { readonly sinceMs: number } | { readonly position: number }
  readonly limit: number
  readonly withTombstones: boolean
}

/** A collection in memory that lists by id and by time of change. */
export interface ItemStore {
  readonly size: number
  get(id: string): StoredItem | undefined
  /** Whether a record with this id was here and is gone. */
  isGone(id: string): boolean
  put(id: string, fields: ItemFields): StoredItem
  remove(id: string): void
  list(afterId: string, limit: number): Slice<StoredItem, string>
  /** Changes, oldest first; `next` is a position of the feed. */
  listChanges(query: ChangeQuery): Slice<Change, number>
  values(): Iterable<StoredItem>
}

/** A store that holds `items`, stamped as they say. */
export function createItemStore(items: readonly Item[], nowMs: () => number = Date.now): ItemStore {
  const records = new Map(items.map((item) => [item.id, toStored(item)]))
  const tombstones = new Map<string, number>()
  /** Oldest first; an entry counts only while its record still has that stamp. */
  const feed = [...records.values()]
    .map(({ id, stampMs }) => ({ id, stampMs }))
    .sort((x, y) => x.stampMs - y.stampMs)
  let ids = [...records.keys()].sort()
  let isSorted = true
  let lastMs = feed.at(-1)?.stampMs ?? 0

  const stamp = (id: string): number => {
    const before = records.get(id)?.stampMs ?? tombstones.get(id) ?? 0
    lastMs = Math.max(nowMs(), lastMs, before + 1)
    feed.push({ id, stampMs: lastMs })
    return lastMs
  }
  const sortedIds = (): readonly string[] => {
    if (!isSorted) ids = [...records.keys()].sort()
    isSorted = true
    return ids
  }
  const findCurrent = (position: number, withTombstones: boolean): Change | undefined => {
    const entry = feed[position]
    if (entry === undefined) return undefined
    const stored = records.get(entry.id)
    const stampMs = stored?.stampMs ?? (withTombstones ? tombstones.get(entry.id) : undefined)
    return stampMs === entry.stampMs ? { ...entry, stored } : undefined
  }

  return {
    get size() {
      return records.size
    },
    get: (id) => records.get(id),
    isGone: (id) => tombstones.has(id),
    put(id, fields) {
      if (!records.has(id)) isSorted = false
      const updatedAt = new Date(stamp(id)).toISOString()
      const stored = toStored({ ...fields, id, updatedAt })
      tombstones.delete(id)
      records.set(id, stored)
      return stored
    },
    remove(id) {
      tombstones.set(id, stamp(id))
      records.delete(id)
      isSorted = false
    },
    list(afterId, limit) {
      const all = sortedIds()
      const start = lowerBound(all.length, (at) => (all[at] ?? '') > afterId)
      const page = all.slice(start, start + limit)
      const entries = page.flatMap((id) => records.get(id) ?? [])
      return { entries, next: start + limit < all.length ? (page.at(-1) ?? null) : null }
    },
    listChanges({ from, limit, withTombstones }) {
      const entries: Change[] = []
      let position =
        'position' in from
          ? from.position
          : lowerBound(feed.length, (at) => (feed[at]?.stampMs ?? 0) >= from.sinceMs)
      for (; position < feed.length; position += 1) {
        const change = findCurrent(position, withTombstones)
        if (change === undefined) continue
        if (entries.length === limit) return { entries, next: position }
        entries.push(change)
      }
      return { entries, next: null }
    },
    values: () => records.values(),
  }
}

/** Does to a store what its users did. */
export function editStore(store: ItemStore, edits: readonly ItemEdit[]): void {
  for (const edit of edits) {
    if (edit.kind === 'create') store.put(edit.item.id, edit.item)
    else if (edit.kind === 'delete') store.remove(edit.id)
    else {
      const stored = store.get(edit.id)
      if (stored === undefined) throw new Error(`there is no record ${edit.id} to update`)
      store.put(edit.id, { ...stored.item, ...edit.fields })
    }
  }
}

function toStored(item: Item): StoredItem {
  return { id: item.id, stampMs: Date.parse(item.updatedAt), item, json: JSON.stringify(item) }
}

/** The first of `length` positions for which `isAtOrAfter` holds; it must hold for all that follow. */
function lowerBound(length: number, isAtOrAfter: (at: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isAtOrAfter(middle)) high = middle
    else low = middle + 1
  }
  return low
}
