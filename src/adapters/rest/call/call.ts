import type { Value } from '../../../core/value.ts'
import type { Scope, Substitution } from './substitution.ts'
import { BilateralError } from '../../../errors.ts'
import type { HttpRequest } from '../../http/request.ts'
import type { RestCall } from '../config.ts'
import type { Template } from './template.ts'
import { compileTemplate, usedBy } from './template.ts'
import { encodePart, isSafePath } from './encode.ts'
import { partsOf } from './substitution.ts'

/** A request that can be sent, or why these values make none. */
export type Rendering =
  | { readonly ok: true; readonly request: HttpRequest }
  | { readonly ok: false; readonly why: string }

/** A declared request, compiled. */
export interface Call {
  readonly method: string
  /** What its templates ask for. */
  readonly uses: ReadonlySet<Substitution>
  readonly render: (scope: Scope) => Rendering
}

/** What a request is counted as, and whether it only reads. */
export interface CallKind {
  readonly operation: string
  readonly reads: boolean
  readonly expects?: ReadonlySet<number> | undefined
}

/** Where calls are compiled: the path the base URL ends with, and the place in the configuration, for errors. */
export interface CallPlace {
  readonly basePath: string
  readonly where: string
}

const REQUEST = /^(GET|POST|PUT|PATCH|DELETE|QUERY) (\/[^\s?#]*)$/

/** Compiles a declared request, once. Throws `CONFIG_INVALID` for one that cannot be understood. */
export function compileCall(config: RestCall, kind: CallKind, place: CallPlace): Call {
  const { where } = place
  const [, method = '', target = ''] = REQUEST.exec(config.request) ?? []
  if (method === '') throw unreadable(config.request, where)
  const path = compilePathTemplate(place.basePath + target, `${where}.request`)
  const query = compileQuery(config.query ?? {}, `${where}.query`)
  const headers = compileHeaders(config.headers ?? {}, `${where}.headers`)
  const body = config.body === undefined ? NOTHING : compileTemplate(config.body, `${where}.body`)
  return {
    method,
    uses: usedBy([path, query, headers, body]),
    render: (scope) => {
      const target = path.render(scope)
      if (target === undefined)
        return { ok: false, why: `${config.request} cannot be addressed with these values` }
      const sent = body.render(scope)
      const request = {
        ...kind,
        method,
        path: target + query.render(scope),
        headers: { ...(sent === undefined ? {} : JSON_TYPE), ...headers.render(scope) },
        body: sent === undefined ? undefined : JSON.stringify(sent),
      }
      return { ok: true, request }
    },
  }
}

const NOTHING: Template = { uses: new Set(), render: () => undefined }
const JSON_TYPE = { 'content-type': 'application/json' }

function unreadable(request: string, where: string): BilateralError {
  return new BilateralError(
    'CONFIG_INVALID',
    `${where}.request: ${JSON.stringify(request)} is not a method and a path, such as "GET /items"; a query belongs under "query"`,
    { next: 'bilateral check' },
  )
}

/** Something compiled that makes more specific a thing than a JSON value. */
interface Compiled<Made> {
  readonly uses: ReadonlySet<Substitution>
  readonly render: (scope: Scope) => Made
}

/** The path of a request: every substitution in it is encoded, none may be empty or a step upwards. */
function compilePathTemplate(source: string, where: string): Compiled<string | undefined> {
  const parts = partsOf(source, where)
  const render = (scope: Scope): string | undefined => {
    let path = ''
    for (const part of parts) {
      const text = typeof part === 'string' ? part : encodeScalar(part.fill(scope))
      if (text === undefined || text === '') return undefined
      path += text
    }
    return isSafePath(path) ? path : undefined
  }
  return {
    uses: new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : [part.name]))),
    render,
  }
}

/** The query of a request with its question mark, or nothing. */
function compileQuery(query: Readonly<Record<string, Value>>, where: string): Compiled<string> {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    (Array.isArray(value) ? (value as readonly Value[]) : [value]).map((one) => ({
      name: compileTemplate(name, where),
      value: compileTemplate(one, `${where}.${name}`),
    })),
  )
  const render = (scope: Scope): string => {
    const sent = pairs.flatMap(({ name, value }) => {
      const key = encodeScalar(name.render(scope))
      const text = encodeScalar(value.render(scope))
      return key === undefined || text === undefined ? [] : [`${key}=${text}`]
    })
    return sent.length === 0 ? '' : `?${sent.join('&')}`
  }
  return { uses: usedBy(pairs.flatMap(({ name, value }) => [name, value])), render }
}

function compileHeaders(
  headers: Readonly<Record<string, string>>,
  where: string,
): Compiled<Readonly<Record<string, string>>> {
  const named = Object.entries(headers).map(
    ([name, value]) => [name.toLowerCase(), compileTemplate(value, `${where}.${name}`)] as const,
  )
  const render = (scope: Scope): Readonly<Record<string, string>> => {
    const filled = named.map(([name, value]) => [name, value.render(scope)] as const)
    return Object.fromEntries(
      filled.flatMap(([name, value]) => (value === undefined ? [] : [[name, textOf(value)]])),
    )
  }
  return { uses: usedBy(named.map(([, value]) => value)), render }
}

function encodeScalar(value: Value | undefined): string | undefined {
  return value === undefined || value === null ? undefined : encodePart(textOf(value))
}

/** A value as it stands in a URL or a header: the items of a list are joined by commas. */
function textOf(value: Value): string {
  if (Array.isArray(value)) return (value as readonly Value[]).map(textOf).join(',')
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
