import type { Ask, Asked, Query } from './ask.ts'
import type { Fields } from '../../../core/value.ts'
import type { FoundPaging } from './find-paging.ts'
import type { Listed } from './find-items.ts'
import { BilateralError } from '../../../errors.ts'
import type { Connection } from '../connect.ts'
import type { RestSystemConfig } from '../config.ts'
import { connect } from '../connect.ts'
import { describeVersions } from './describe-versions.ts'
import { findId } from './find-id.ts'
import { findItems } from './find-items.ts'
import { findPaging } from './find-paging.ts'
import { readBody } from '../call/read-body.ts'

/** One collection to look at: its name, and its path below the address of the system, with the query it needs. */
export interface ProbeTarget {
  readonly name: string
  readonly path: string
}

/** What to look at. */
export interface ProbeRequest {
  readonly targets: readonly ProbeTarget[]
  readonly signal: AbortSignal
}

/** A declaration as it would stand in a configuration file, and what was seen that speaks for each of its keys. */
export interface ProbedCollection {
  readonly name: string
  readonly declaration: Fields
  /** Key of the declaration to a sentence about it. */
  readonly evidence: Readonly<Record<string, string>>
}

/**
 * Finds out by GET requests alone how each collection is listed, paged, read and versioned (C96). Throws what reads throw,
 * and `SYSTEM_ANSWER` for what is no listing.
 */
export async function probe(
  system: string,
  config: RestSystemConfig,
  { targets, signal }: ProbeRequest,
): Promise<readonly ProbedCollection[]> {
  const connection = connect(system, config, {})
  try {
    const probed: ProbedCollection[] = []
    for (const target of targets) probed.push(await probeOne(connection, target, signal))
    return probed
  } finally {
    await connection.client.close()
  }
}

async function probeOne(
  connection: Connection,
  { name, path }: ProbeTarget,
  signal: AbortSignal,
): Promise<ProbedCollection> {
  const { client, basePath } = connection
  const { pathname, query } = cutQuery(path)
  const tell = teller(connection, query, signal)
  const ask: Ask = async (below, more) => {
    const told = await tell(below, more)
    return told.kind === 'answer' ? told : undefined
  }
  const refuse = (why: string): BilateralError =>
    new BilateralError(
      'SYSTEM_ANSWER',
      `${client.system}: GET ${basePath}${pathname} ${why}; nothing was written`,
      { next: `bilateral init … --collection ${client.system}:${name}=/PATH` },
    )
  const first = await tell(pathname)
  if (first.kind === 'refusal') throw refuse(first.why)
  const listed = findItems(first)
  if (listed === undefined) throw refuse('answers with no list of records')
  const id = findId(listed.items)
  if (id === undefined) throw refuse('lists records of which no member could be the id')
  const paging = await findPaging({ first, listed, id, ask: (more) => ask(pathname, more) })
  const get = (record: string): Promise<Asked | undefined> =>
    ask(`${pathname}/${encodeURIComponent(record)}`)
  const versions = await describeVersions(listed.items, { id, get })
  return {
    name,
    declaration: {
      id,
      ...versions.declaration,
      list: describeList(pathname, listed, { ...paging, query: { ...query, ...paging.query } }),
      get: { request: `GET ${pathname}/\${id}`, ...versions.get },
    },
    evidence: {
      id: listed.items.length === 0 ? 'there was no record to see: is it so?' : OWN_ID,
      list: paging.evidence,
      ...versions.evidence,
    },
  }
}

const OWN_ID = 'every record of the first page has its own'

/** An answer, or why there is none that can be read. */
type Told =
  ({ readonly kind: 'answer' } & Asked) | { readonly kind: 'refusal'; readonly why: string }

function teller(
  { client, basePath }: Connection,
  query: Query,
  signal: AbortSignal,
): (below: string, more?: Query) => Promise<Told> {
  return async (below, more = {}) => {
    const request = {
      method: 'GET',
      path: `${basePath}${below}${queryText({ ...query, ...more })}`,
      headers: {},
      operation: 'probe',
      reads: true,
      expects: REFUSALS,
    }
    const answer = await client.read(request, signal)
    if (answer.status < 200 || answer.status > 299)
      return { kind: 'refusal', why: `answers ${String(answer.status)}` }
    const reading = readBody(answer)
    return reading.ok
      ? { kind: 'answer', body: reading.value, headers: answer.headers }
      : { kind: 'refusal', why: `answers with what ${reading.why}` }
  }
}

function describeList(
  pathname: string,
  { path, total }: Listed,
  { page, query }: FoundPaging,
): Fields {
  return {
    request: `GET ${pathname}`,
    ...(Object.keys(query).length > 0 ? { query } : {}),
    ...(path === '' ? {} : { items: path }),
    ...(total === undefined ? {} : { total }),
    ...(page === undefined ? {} : { page }),
  }
}

/** What a collection may answer to a question it does not understand. */
const REFUSALS: ReadonlySet<number> = new Set([400, 404, 405, 406, 410, 414, 422, 500, 501])

function cutQuery(path: string): {
  readonly pathname: string
  readonly query: Query
} {
  const [pathname = '', search = ''] = path.split('?', 2)
  return {
    pathname: `/${pathname.replace(/^\/+|\/+$/g, '')}`,
    query: Object.fromEntries(new URLSearchParams(search)),
  }
}

function queryText(query: Query): string {
  const text = new URLSearchParams(query).toString()
  return text === '' ? '' : `?${text}`
}
