import type { Listing, ListingEnd, Page } from '../adapter.ts'
import type { MemoryRow, MemorySnapshot } from './memory-contents.ts'
import { stampMsOf, toNative } from './memory-table.ts'
import { BilateralError } from '../../errors.ts'
import type { MemoryScene } from './memory-table.ts'
import type { RequestGate } from './memory-requests.ts'
import { readExchange } from './memory-requests.ts'
import { sortedIds } from './memory-contents.ts'

/** What a listing needs: the system's door, and the collection as it is at each request. */
export interface ListingSource {
  readonly name: string
  readonly gate: RequestGate
  scene(data: MemorySnapshot): MemoryScene
}

/** Where the walk stands between two pages. */
interface Position {
  /** Set once by a snapshot listing. */
  rows?: readonly MemoryRow[]
  offset: number
  lastId: string | undefined
}

interface Chunk {
  readonly rows: readonly MemoryRow[]
  readonly last: boolean
  readonly count: number
}

/** Lists every record, page by page, with the stability the behaviour declares. */
export async function* listAll(source: ListingSource, signal: AbortSignal): Listing {
  const position: Position = { offset: 0, lastId: undefined }
  let cursor: string | undefined
  let shown = 0
  for (;;) {
    if (signal.aborted) return stopped()
    const step = await source.gate.ask(
      readExchange({ operation: 'list', collection: source.name }, (data) => {
        const scene = source.scene(data)
        cursor ??= cursorAt(scene)
        const chunk = nextChunk(scene, position)
        return { chunk, page: toPage(scene, chunk.rows), counts: scene.behaviour.can.list.count }
      }),
    )
    shown += step.page.records.length
    if (step.page.records.length > 0) yield step.page
    if (step.chunk.last) return endOf(shown, step.counts ? step.chunk.count : undefined, cursor)
  }
}

/** Lists the records stamped at or after the cursor that the system shows by now. Throws `CURSOR_EXPIRED`. */
export async function* listChanges(
  source: ListingSource,
  cursor: string,
  signal: AbortSignal,
): Listing {
  const fromMs = Number(cursor)
  if (!Number.isSafeInteger(fromMs) || cursor === '')
    throw new BilateralError('CURSOR_EXPIRED', `${source.name}: the cursor ${cursor} is unknown`)
  const position: Position = { offset: 0, lastId: undefined }
  let next: string | undefined
  for (;;) {
    if (signal.aborted) return stopped()
    const step = await source.gate.ask(
      readExchange({ operation: 'changes', collection: source.name }, (data) => {
        const scene = source.scene(data)
        next ??= cursorAt(scene)
        position.rows ??= changedRows(scene, fromMs)
        const chunk = nextOf(position, position.rows, scene)
        return { chunk, page: toPage(scene, chunk.rows) }
      }),
    )
    if (step.page.records.length > 0) yield step.page
    if (step.chunk.last) return { complete: true, cursor: next }
  }
}

/** From here on nothing is missed: now, less what may still appear behind it (O1). */
function cursorAt({ behaviour, nowMs }: MemoryScene): string | undefined {
  if (behaviour.can.changes === 'none') return undefined
  return String(nowMs - behaviour.latenessMs - behaviour.granularityMs)
}

function stopped(): ListingEnd {
  return { complete: false, why: 'the listing was stopped' }
}

function endOf(shown: number, count: number | undefined, cursor: string | undefined): ListingEnd {
  if (count === undefined || count === shown) return { complete: true, count, cursor }
  return { complete: false, count, cursor, why: `${shown} of ${count} records were listed` }
}

function toPage(scene: MemoryScene, rows: readonly MemoryRow[]): Page {
  return {
    records: rows.map((row) => toNative(scene, row, true)),
    serverTimeMs: scene.nowMs,
  }
}

function nextChunk(scene: MemoryScene, position: Position): Chunk {
  const { table, behaviour } = scene
  if (behaviour.can.list.stability === 'keyset') return nextByKey(scene, position)
  if (behaviour.can.list.stability === 'snapshot') position.rows ??= [...table.rows.values()]
  return nextOf(position, position.rows ?? rowsOf(scene, sortedIds(table)), scene)
}

function nextOf(position: Position, rows: readonly MemoryRow[], scene: MemoryScene): Chunk {
  const end = position.offset + scene.behaviour.can.list.pageSize
  const chunk = rows.slice(position.offset, end)
  position.offset = end
  return { rows: chunk, last: end >= rows.length, count: rows.length }
}

function nextByKey(scene: MemoryScene, position: Position): Chunk {
  const ids = sortedIds(scene.table)
  const start = position.lastId === undefined ? 0 : firstAfter(ids, position.lastId)
  const end = start + scene.behaviour.can.list.pageSize
  const chunk = ids.slice(start, end)
  position.lastId = chunk.at(-1) ?? position.lastId
  return { rows: rowsOf(scene, chunk), last: end >= ids.length, count: ids.length }
}

function rowsOf({ table }: MemoryScene, ids: readonly string[]): readonly MemoryRow[] {
  return ids.map((id) => table.rows.get(id)).filter((row) => row !== undefined)
}

/** The position of the first id greater than the one given, by bisection. */
function firstAfter(ids: readonly string[], id: string): number {
  let low = 0
  let high = ids.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ids[middle] ?? '') <= id) low = middle + 1
    else high = middle
  }
  return low
}

function changedRows(scene: MemoryScene, fromMs: number): readonly MemoryRow[] {
  const { behaviour, table, nowMs } = scene
  const changed: MemoryRow[] = []
  for (const row of table.rows.values()) {
    const visible = row.atMs + behaviour.latenessMs <= nowMs
    if (visible && stampMsOf(behaviour, row.atMs) >= fromMs) changed.push(row)
  }
  return changed.sort((left, right) => left.atMs - right.atMs)
}
