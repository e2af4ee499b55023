import type { Listing, ListingEnd, NativeRecord } from '../../adapter.ts'
import type { Ledger, LedgerPage } from './ledger.ts'
import type { Paging, Position } from './paging.ts'
import type { RawPage, ReadPage } from './page.ts'
import { BilateralError } from '../../../errors.ts'
import type { Call } from '../call/call.ts'
import type { CursorWatch } from './cursor.ts'
import type { HttpClient } from '../../http/client.ts'
import type { HttpRequest } from '../../http/request.ts'
import type { RecordReader } from './record.ts'
import type { RestListCall, RestStamp } from '../config.ts'
import type { Scope } from '../call/substitution.ts'
import type { Value } from '../../../core/value.ts'
import { elsewhere } from '../../http/retry/trouble.ts'
import { openLedger } from './ledger.ts'
import { openTrail } from './trail.ts'
import { watchCursor } from './cursor.ts'

/** What a listing is made of. */
export interface ListSource {
  readonly client: HttpClient
  readonly call: Call
  readonly config: RestListCall
  readonly paging: Paging
  readonly readPage: ReadPage
  readonly reader: RecordReader
  /** Path of the id, for errors. */
  readonly idPath: string
  /** Set where `changes` are offered: a listing then earns a cursor (O1). */
  readonly stamp: RestStamp | undefined
  /** Whether versions that differ may both be shown. */
  readonly repeats: boolean
}

/** Lists page by page to the end, or to the reason why it ends before (O4). Throws what `ReadPage` does. */
export async function* runListing(source: ListSource, scope: Scope, signal: AbortSignal): Listing {
  const { paging } = source
  const ledger = openLedger(source.repeats)
  const trail = openTrail({ ...source.config.max, told: paging.told })
  let position: Position = paging.first
  let request = requestOf(source, scope, position)
  const watch = watchCursor(source.stamp)
  for (let pages = 1; ; pages += 1) {
    if (signal.aborted) return { complete: false, why: 'it was stopped' }
    const page = await source.readPage(request, signal)
    if (pages === 1) watch.begin(page.serverTimeMs)
    const read = readRecords(source, request, page)
    const records = ledger.enter(read)
    watch.see(records)
    if (records.length > 0) yield { records, serverTimeMs: page.serverTimeMs }
    const { items, total } = ledger
    const turn = paging.turn({ ...page, position, listed: items, total })
    if (turn.next === undefined) return endOf(source, ledger, watch, turn.why)
    const step = { next: turn.next, records: ledger.records }
    const onward = trail.objection(step) ?? follow(source, { request, scope, next: turn.next })
    if (typeof onward === 'string') return endOf(source, ledger, watch, onward)
    position = turn.next
    request = onward
  }
}

/** The request for a page. Throws `CONFIG_INVALID` when its template makes none. */
export function requestOf(source: ListSource, scope: Scope, position: Position): HttpRequest {
  const page = position.kind === 'page' ? position.page : undefined
  const rendering = source.call.render({ ...scope, page, size: source.config.page?.size })
  if (rendering.ok) return rendering.request
  throw new BilateralError('CONFIG_INVALID', `${source.client.system}: ${rendering.why}`, {
    next: 'bilateral check',
  })
}

/** The request for the next page, or why there must be none: an address never leaves the origin. */
function follow(
  source: ListSource,
  at: { readonly request: HttpRequest; readonly scope: Scope; readonly next: Position },
): HttpRequest | string {
  const { request, scope, next } = at
  if (next.kind === 'page') return requestOf(source, scope, next)
  const { origin } = source.client
  const target = URL.parse(next.address, origin + request.path)
  if (target === null) return 'the address of its next page cannot be read'
  if (target.origin !== origin) return `its next page ${elsewhere(target.origin)}`
  return { ...request, path: target.pathname + target.search }
}

/** Reads the items of a page. Throws `SYSTEM_ANSWER` when none of them can be what was declared. */
export function readRecords(source: ListSource, request: HttpRequest, page: RawPage): LedgerPage {
  const { reader, client } = source
  const records: NativeRecord[] = []
  for (const item of page.items) {
    const record = reader.read(item)
    if (record !== undefined) records.push(record)
  }
  const unreadable = page.items.length - records.length
  if (records.length === 0 && unreadable > 0)
    throw client.fault('SYSTEM_ANSWER', request, noIds(source.idPath, page.items[0] ?? null))
  return { records, unreadable, total: page.total }
}

function noIds(idPath: string, item: Value): string {
  const names = typeof item === 'object' && item !== null ? Object.keys(item).slice(0, 8) : []
  const shown = names.length === 0 ? 'the first is no record' : `the first has ${names.join(', ')}`
  return `answers with items of which none has an id at ${JSON.stringify(idPath)}; ${shown}; it only reads`
}

function endOf(
  { client, config: { cap } }: ListSource,
  ledger: Ledger,
  watch: CursorWatch,
  cut: string | undefined,
): ListingEnd {
  const capped = cap !== undefined && ledger.items >= cap
  const why = cut ?? (capped ? `the system shows no more than ${cap}` : ledger.objection())
  const said = why === undefined ? undefined : client.clean(why)
  return { complete: said === undefined, count: ledger.total, cursor: watch.cursor(), why: said }
}
