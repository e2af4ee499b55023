import type { Value } from '../../../core/value.ts'
import type { AnswerHeaders } from '../../http/header/answer-headers.ts'
import type { ReadPath } from '../../http/json/path.ts'
import type { RestPaging } from '../config.ts'
import { compilePath } from '../../http/json/path.ts'
import { compileSource } from '../call/source.ts'
import { headerOf } from '../../http/header/answer-headers.ts'
import { linkTarget } from '../../http/header/link-header.ts'

/** Where a listing stands: what `${page}` becomes, or the address to ask instead. */
export type Position =
  | { readonly kind: 'page'; readonly page: Value | undefined }
  | { readonly kind: 'address'; readonly address: string }

/** Where a listing goes from one page; without a `next` it ends, and `why` says that it should not have. */
export type Turn =
  { readonly next: Position } | { readonly next?: undefined; readonly why?: string | undefined }

/** What a strategy sees of a page. */
export interface Turned {
  readonly body: Value
  readonly headers: AnswerHeaders
  readonly items: readonly Value[]
  readonly position: Position
  /** Items of all pages so far. */
  readonly listed: number
  readonly total: number | undefined
}

/** One way to turn pages. */
export interface Paging {
  readonly first: Position
  /** Whether pages shift under writes, as far as the strategy tells. */
  readonly stability: 'snapshot' | 'keyset' | 'offset'
  /** Whether a page may be empty and yet not the last: only where the system says what comes next. */
  readonly told: boolean
  readonly turn: (turned: Turned) => Turn
}

/** The declaration of one strategy, told by its own member. */
type PagingBy<Member extends string> = Extract<RestPaging, Readonly<Record<Member, unknown>>>

/** Every strategy, by the member of the configuration that chooses it. */
const STRATEGIES = {
  cursor: (config: PagingBy<'cursor'>): Paging => {
    const read = compileSource(config.cursor)
    return toldPaging('keyset', (turned) => toPage(read(turned.body, turned.headers)))
  },
  next: (config: PagingBy<'next'>): Paging => {
    const read = compileSource(config.next)
    return toldPaging('keyset', (turned) => toAddress(read(turned.body, turned.headers)))
  },
  link: (config: PagingBy<'link'>): Paging =>
    toldPaging('offset', ({ headers }) =>
      toAddress(linkTarget(headerOf(headers, 'link'), config.link)),
    ),
  number: (config: PagingBy<'number'>): Paging =>
    countedPaging('offset', page(config.number), ({ position }) => page(numberOf(position) + 1)),
  offset: (config: PagingBy<'offset'>): Paging =>
    countedPaging('offset', page(config.offset), ({ listed }) => page(config.offset + listed)),
  keyset: (config: PagingBy<'keyset'>): Paging => {
    const read = compileKey(config.keyset)
    return countedPaging('keyset', FIRST, ({ items }) => toPage(read(items.at(-1) ?? null)))
  },
} as const

const FIRST: Position = { kind: 'page', page: undefined }
const END: Turn = {}
const ONE_PAGE: Paging = { first: FIRST, stability: 'snapshot', told: true, turn: () => END }

/** Compiles how a listing turns its pages; without a declaration there is one page. */
export function compilePaging(config: RestPaging | undefined): Paging {
  if (config === undefined) return ONE_PAGE
  const paging = chosen(config)
  if (config.more === undefined) return paging
  const readMore = compileSource(config.more)
  const turn = (turned: Turned): Turn => {
    if (!isTrue(readMore(turned.body, turned.headers))) return END
    const asked = paging.turn(turned)
    return asked.next === undefined && asked.why === undefined ? PROMISED : asked
  }
  return { ...paging, turn }
}

const PROMISED: Turn = { why: 'it says that more follows, and not how to ask for it' }

/** Pages that say themselves what comes next, or that nothing does. */
function toldPaging(
  stability: Paging['stability'],
  read: (turned: Turned) => Position | undefined,
): Paging {
  const turn = (turned: Turned): Turn => {
    const next = read(turned)
    return next === undefined ? END : { next }
  }
  return { first: FIRST, stability, told: true, turn }
}

/**
 * Pages that are asked for by what was seen so far. One shorter than asked for does not end them: systems lower the
 * size they grant. An empty one, or the total, does.
 */
function countedPaging(
  stability: Paging['stability'],
  first: Position,
  read: (turned: Turned) => Position | undefined,
): Paging {
  const turn = (turned: Turned): Turn => {
    const { items, listed, total } = turned
    if (items.length === 0 || (total !== undefined && listed >= total)) return END
    const next = read(turned)
    return next === undefined ? { why: 'the last record of a page has no key' } : { next }
  }
  return { first, stability, told: false, turn }
}

function chosen(config: RestPaging): Paging {
  if ('cursor' in config) return STRATEGIES.cursor(config)
  if ('next' in config) return STRATEGIES.next(config)
  if ('link' in config) return STRATEGIES.link(config)
  if ('number' in config) return STRATEGIES.number(config)
  return 'offset' in config ? STRATEGIES.offset(config) : STRATEGIES.keyset(config)
}

function page(value: Value): Position {
  return { kind: 'page', page: value }
}

/** Systems end with no cursor, a null one, an empty one or `false`. Zero is a cursor. */
function toPage(value: Value | undefined): Position | undefined {
  return value === undefined || value === null || value === '' || value === false
    ? undefined
    : page(value)
}

function toAddress(value: Value | undefined): Position | undefined {
  return typeof value === 'string' && value !== '' ? { kind: 'address', address: value } : undefined
}

function numberOf(position: Position): number {
  return position.kind === 'page' ? Number(position.page) : Number.NaN
}

function isTrue(value: Value | undefined): boolean {
  return value === true || value === 'true' || value === 1
}

function compileKey(keyset: PagingBy<'keyset'>['keyset']): ReadPath {
  if (typeof keyset === 'string') return compilePath(keyset)
  const paths = Object.entries(keyset).map(([name, path]) => [name, compilePath(path)] as const)
  return (item) => {
    const key = paths.map(([name, read]) => [name, read(item) ?? null] as const)
    return key.some(([, value]) => value === null) ? undefined : Object.fromEntries(key)
  }
}
