import type { Fields, Value } from '../../../core/value.ts'
import type { Asked, Query } from './ask.ts'
import { isRecord, textAt } from './ask.ts'
import type { Listed } from './find-items.ts'
import { findItems } from './find-items.ts'
import { headerOf } from '../../http/header/answer-headers.ts'
import { linkTarget } from '../../http/header/link-header.ts'

/** How a listing turns its pages. */
export interface FoundPaging {
  /** The declaration under `page`; nothing for a listing of one page. */
  readonly page?: Fields | undefined
  /** Parameters that every page is asked with. */
  readonly query: Query
  readonly evidence: string
}

/** What is known of a listing, and how to ask for more of it. */
export interface PagingQuestion {
  readonly first: Asked
  readonly listed: Listed
  readonly id: string
  readonly ask: (query: Query) => Promise<Asked | undefined>
}

/** Records asked for at once where a system lets us say. */
export const PROBED_PAGE_RECORDS = 100

const SIZES = ['limit', 'per_page', 'pageSize', 'page_size', 'size', '$top', 'count', 'maxResults']
const CURSORS = [
  'cursor',
  'after',
  'pageToken',
  'page_token',
  'starting_after',
  'next',
  'offset',
  'page',
]
const NEXT_NAME = /next|(?:cursor|after)$/i

/** Finds how the next page is asked for, by following one (C96). */
export async function findPaging(question: PagingQuestion): Promise<FoundPaging> {
  const size = await findSize(question)
  const query: Query = size === undefined ? {} : { [size]: '${size}' }
  const sized = size === undefined ? {} : { size: PROBED_PAGE_RECORDS }
  const small = size === undefined ? {} : { [size]: '2' }
  const first =
    size === undefined ? question.first : ((await question.ask(small)) ?? question.first)
  const found =
    (await findTold(question, first, small)) ?? (await findCounted(question, first, small))
  if (found !== undefined)
    return { page: { ...found.page, ...sized }, query, evidence: found.evidence }
  const evidence = `no way to a second page was found, is there one? ${String(question.listed.items.length)} records came at once`
  return { query: {}, evidence }
}

/** The parameter with which a page of two is granted. */
async function findSize({ listed, ask }: PagingQuestion): Promise<string | undefined> {
  if (listed.items.length < 3) return undefined
  for (const name of SIZES) {
    const answer = await ask({ [name]: '2' })
    if (answer !== undefined && findItems(answer)?.items.length === 2) return name
  }
  return undefined
}

interface Turned {
  readonly page: Fields
  readonly evidence: string
}

/** A page that tells what comes next: a link, an address, or a cursor. */
async function findTold(
  question: PagingQuestion,
  first: Asked,
  small: Query,
): Promise<Turned | undefined> {
  if (linkTarget(headerOf(first.headers, 'link'), 'next') !== undefined)
    return { page: { link: 'next' }, evidence: 'a Link header with rel=next leads on' }
  for (const [path, value] of hintsIn(first.body)) {
    if (typeof value === 'string' && /^(?:https?:\/\/|\/)/.test(value))
      return { page: { next: path }, evidence: `${path} holds the address of the next page` }
    for (const name of CURSORS) {
      const next = await question.ask({ ...small, [name]: String(value) })
      if (isOther(question, first, next))
        return {
          page: { cursor: path, send: `query.${name}` },
          evidence: `${path}, sent as ${name}, led to a second page`,
        }
    }
  }
  return undefined
}

/** Pages that are asked for by number. */
async function findCounted(
  question: PagingQuestion,
  first: Asked,
  small: Query,
): Promise<Turned | undefined> {
  const records = itemsOf(first).length
  if (records === 0) return undefined
  for (const name of ['page', 'pageNumber', 'p']) {
    const start = await firstNumber(question, first, { name, small })
    if (start !== undefined)
      return {
        page: { number: start, send: `query.${name}` },
        evidence: `${name}=${String(start + 1)} led to a second page`,
      }
  }
  for (const name of ['offset', 'skip', '$skip', 'start', 'startAt']) {
    const next = await question.ask({ ...small, [name]: String(records) })
    if (isOther(question, first, next))
      return {
        page: { offset: 0, send: `query.${name}` },
        evidence: `${name}=${String(records)} led to a second page`,
      }
  }
  return undefined
}

/** Pages are numbered from one, or from zero: then number one is already the second. */
async function firstNumber(
  question: PagingQuestion,
  first: Asked,
  { name, small }: { readonly name: string; readonly small: Query },
): Promise<number | undefined> {
  const two = await question.ask({ ...small, [name]: '2' })
  if (!isOther(question, first, two)) return undefined
  const one = await question.ask({ ...small, [name]: '1' })
  return isOther(question, first, one) ? 0 : 1
}

/** Members that may say what comes next, also within an object beside the list. */
function hintsIn(body: Value, prefix = ''): readonly (readonly [string, string | number])[] {
  if (!isRecord(body)) return []
  return Object.entries(body).flatMap(([key, value]) => {
    const path = prefix === '' ? key : `${prefix}.${key}`
    if (typeof value === 'string' || typeof value === 'number')
      return NEXT_NAME.test(path) && value !== '' ? [[path, value] as const] : []
    return prefix.split('.').length < 3 ? hintsIn(value, path) : []
  })
}

/** A second page holds records, and none of the first. */
function isOther({ id }: PagingQuestion, first: Asked, next: Asked | undefined): boolean {
  if (next === undefined) return false
  const seen = new Set(itemsOf(first).map((item) => textAt(item, id)))
  const items = itemsOf(next)
  return items.length > 0 && items.every((item) => !seen.has(textAt(item, id)))
}

function itemsOf(answer: Asked): readonly Fields[] {
  return findItems(answer)?.items ?? []
}
