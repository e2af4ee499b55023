import type { Asked } from './ask.ts'
import { isRecord } from './ask.ts'
import type { Fields, Value } from '../../../core/value.ts'
import { isList } from '../../../core/value.ts'
import { headerOf } from '../../http/header/answer-headers.ts'

/** Where an answer holds its records. */
export interface Listed {
  /** Path of the list; empty for the answer itself. */
  readonly path: string
  readonly items: readonly Fields[]
  /** Place of the number of all records. */
  readonly total?: string | undefined
}

/** Names that a list of records usually has, the likeliest first. */
const LIST_NAMES = ['data', 'items', 'results', 'records', 'value', 'entries', 'content', 'rows']

const TOTAL_NAME =
  /^(?:@odata\.)?(?:total|count|size|length)(?:_?(?:count|results|items|records|elements|size))?$/i

const TOTAL_HEADERS = ['X-Total-Count', 'X-Total', 'Total-Count']

/** Finds the list of records in an answer: the answer itself, a member, or a member of a member. */
export function findItems({ body, headers }: Asked): Listed | undefined {
  const lists = listsIn(body, '', 0)
  const rank = ({ path }: Listed): number => {
    const at = LIST_NAMES.indexOf(path.split('.').at(-1) ?? '')
    return at === -1 ? LIST_NAMES.length : at
  }
  const [best] = lists.toSorted((left, right) => rank(left) - rank(right))
  if (best === undefined) return undefined
  const header = TOTAL_HEADERS.find((name) => isCount(headerOf(headers, name), best))
  return {
    ...best,
    total: totalIn(body, best) ?? (header === undefined ? undefined : `header:${header}`),
  }
}

const DEPTH_MAX = 2

function listsIn(value: Value, path: string, depth: number): readonly Listed[] {
  if (typeof value !== 'object' || value === null) return []
  if (isList(value)) {
    const items = value.filter(isRecord)
    return items.length === value.length ? [{ path, items }] : []
  }
  if (depth >= DEPTH_MAX) return []
  return Object.entries(value).flatMap(([key, member]) =>
    listsIn(member, path === '' ? key : `${path}.${key}`, depth + 1),
  )
}

/** A number called total, beside the list or in an object that is about the page. */
function totalIn(body: Value, listed: Listed): string | undefined {
  if (!isRecord(body)) return undefined
  const direct = Object.entries(body).map(([key, value]) => [key, value] as const)
  const nested = direct.flatMap(([key, value]) =>
    isRecord(value)
      ? Object.entries(value).map(([inner, member]) => [`${key}.${inner}`, member] as const)
      : [],
  )
  return [...direct, ...nested].find(
    ([path, value]) =>
      TOTAL_NAME.test(path.split('.').at(-1) ?? path) && isTotal(path, value, listed),
  )?.[0]
}

/** A `count` or `size` that equals the page may count the page. */
function isTotal(path: string, value: Value, listed: Listed): boolean {
  if (!isCount(value, listed)) return false
  return /total|odata/i.test(path) || Number(value) > listed.items.length
}

function isCount(value: Value | undefined, { items }: Listed): boolean {
  if (typeof value !== 'number' && typeof value !== 'string') return false
  return value !== '' && Number.isSafeInteger(Number(value)) && Number(value) >= items.length
}
