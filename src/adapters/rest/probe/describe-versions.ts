import type { Fields, Value } from '../../../core/value.ts'
import type { Asked } from './ask.ts'
import { isRecord, textAt } from './ask.ts'
import { headerOf } from '../../http/header/answer-headers.ts'

/** How records are versioned and read. */
export interface FoundVersions {
  readonly declaration: Fields
  readonly get?: Fields | undefined
  readonly evidence: Readonly<Record<string, string>>
}

/** How a single record is asked for. */
export interface VersionQuestion {
  readonly id: string
  readonly get: (id: string) => Promise<Asked | undefined>
}

const VERSION_NAME = /^(?:_?e_?tag|@odata\.etag|_?rev(?:ision)?|(?:row_?|lock_?)?version)$/i
const STAMP_NAME =
  /^(?:date_?)?(?:updated|modified|changed|last_?(?:modified|updated|changed))(?:_?(?:at|on|date|time|datetime|stamp|timestamp))?$/i
const CREATED_NAME = /^(?:date_?)?created(?:_?(?:at|on|date|time|datetime))?$/i
const RFC3339 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.(?<fraction>\d+))?(?:Z|[+-]\d\d:\d\d)$/i

/** Reads two records on their own and finds their version, their stamp, and what the system sets itself (C96). */
export async function describeVersions(
  items: readonly Fields[],
  { id, get }: VersionQuestion,
): Promise<FoundVersions> {
  const singles = await readSingles(items.slice(0, SINGLES_READ), { id, get })
  const names = Object.keys(items[0] ?? {})
  const stamp = names.find(
    (name) => STAMP_NAME.test(name) && items.every((item) => isStamp(item[name])),
  )
  const token = tokenOf(
    singles,
    names.find((name) => VERSION_NAME.test(name)),
  )
  const readonly = names.filter((name) => SET_BY_SYSTEM.some((shape) => shape.test(name)))
  return {
    declaration: {
      ...(token === undefined ? {} : { token: token.declaration }),
      ...(stamp === undefined ? {} : stampOf(items, stamp)),
      ...(readonly.length === 0 ? {} : { readonly }),
    },
    get:
      singles[0] === undefined || singles[0].path === '' ? undefined : { result: singles[0].path },
    evidence: {
      ...(token === undefined ? {} : { token: token.evidence }),
      ...(stamp === undefined ? {} : { stamp: 'every record of the first page shows it' }),
      get:
        singles.length === 0
          ? 'no single record could be read: is there an address for one?'
          : 'a single record was read',
    },
  }
}

/** One could agree with its listing by chance. */
const SINGLES_READ = 2

const SET_BY_SYSTEM = [VERSION_NAME, STAMP_NAME, CREATED_NAME]

function stampOf(items: readonly Fields[], path: string): Fields {
  return { stamp: { path, granularity: granularityOf(items, path) } }
}

async function readSingles(
  items: readonly Fields[],
  { id, get }: VersionQuestion,
): Promise<readonly Single[]> {
  const singles: Single[] = []
  for (const item of items) {
    const asked = await get(textAt(item, id) ?? '')
    if (asked !== undefined) singles.push(singleOf(item, asked, id))
  }
  return singles
}

interface Single {
  readonly item: Fields
  /** Where the answer holds the record. */
  readonly path: string
  readonly etag: string | undefined
}

function singleOf(item: Fields, { body, headers }: Asked, id: string): Single {
  const isHere = textAt(body, id) === textAt(item, id)
  const path = isHere ? '' : (wrapperOf(body, item, id) ?? '')
  return { item, path, etag: headerOf(headers, 'etag') }
}

function wrapperOf(body: Value, item: Fields, id: string): string | undefined {
  if (!isRecord(body)) return undefined
  return Object.entries(body).find(([, value]) => textAt(value, id) === textAt(item, id))?.[0]
}

interface FoundToken {
  readonly declaration: Value
  readonly evidence: string
}

/** The ETag of single reads, and the member of a listing that makes the same text. */
function tokenOf(singles: readonly Single[], version: string | undefined): FoundToken | undefined {
  const [first] = singles
  if (first?.etag === undefined || singles.some(({ etag }) => etag === undefined))
    return version === undefined
      ? undefined
      : {
          declaration: { path: version, kind: 'counter' },
          evidence: `records show it, and no condition can be sent with it`,
        }
  const header: FoundToken = {
    declaration: { header: 'ETag', kind: 'etag' },
    evidence: `single reads answer with an ETag such as ${first.etag}; listings show none`,
  }
  if (version === undefined) return header
  const templates = new Set(
    singles.map(({ item, etag = '' }) =>
      etag.replace(textAt(item, version) ?? '\u0000', '${token}'),
    ),
  )
  const [template = ''] = templates
  if (templates.size !== 1 || !template.includes('${token}')) return header
  return {
    declaration: {
      path: version,
      header: 'ETag',
      ...(template === '${token}' ? {} : { as: template }),
      kind: 'etag',
    },
    evidence: `a listing shows ${version}, and a single read the same as ETag ${first.etag}`,
  }
}

function isStamp(value: Value | undefined): boolean {
  return typeof value === 'string' && RFC3339.test(value)
}

/** As fine as the finest stamp of the page that is not a whole second. */
function granularityOf(items: readonly Fields[], path: string): string {
  const fractions = items.map(
    (item) => RFC3339.exec(textAt(item, path) ?? '')?.groups?.['fraction'],
  )
  return fractions.some((fraction) => fraction !== undefined && /[1-9]/.test(fraction))
    ? '1ms'
    : '1s'
}
