import type { Fields, Value } from '../../../core/value.ts'
import type { AnswerHeaders } from '../../http/header/answer-headers.ts'
import type { NativeRecord } from '../../adapter.ts'
import type { RestCollectionConfig, RestToken } from '../config.ts'
import { compilePath } from '../../http/json/path.ts'
import { compileStamp } from './stamp.ts'
import { compileTemplate } from '../call/template.ts'
import { headerOf } from '../../http/header/answer-headers.ts'
import { sameValue } from '../../../core/value.ts'

/** Reads records as one collection shows them. */
export interface RecordReader {
  /** A record from JSON; `headers` only of an answer about this one record. `undefined` where there is no id. */
  readonly read: (item: Value, headers?: AnswerHeaders) => NativeRecord | undefined
  /** The id a merged record went to. */
  readonly movedTo: (item: Value) => string | undefined
}

type ReadToken = (item: Value, headers: AnswerHeaders | undefined) => string | undefined

/** Compiles how records are read, once: every record of every page passes here. */
export function compileRecord(config: RestCollectionConfig, where: string): RecordReader {
  const readId = compilePath(config.id)
  const readStamp = compileStamp(config.stamp)
  const readToken = compileToken(config.token, `${where}.token`)
  const isDeleted = compileFlag(config.deleted)
  const readTarget = config.movedTo === undefined ? undefined : compilePath(config.movedTo)
  return {
    read: (item, headers) => {
      const id = idOf(readId(item))
      if (id === undefined || !isMembers(item)) return undefined
      const stamp = readStamp?.(item, headers)
      const token = readToken === undefined ? stamp : readToken(item, headers)
      return {
        id,
        fields: item,
        token,
        stamp,
        state: isDeleted?.(item) === true ? 'deleted' : 'live',
      }
    },
    movedTo: (item) => idOf(readTarget?.(item)),
  }
}

/** Ids are text from here on; a number that is an id was written without digits lost. */
function idOf(value: Value | undefined): string | undefined {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function isMembers(value: Value): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The token is what the record itself shows, and else what the header of its answer says. */
function compileToken(config: RestToken | undefined, where: string): ReadToken | undefined {
  if (config === undefined) return undefined
  const { header, inList = true } = config
  const readOwn = compileOwnToken(config, where)
  return (item, headers) => {
    if (headers === undefined) return inList ? readOwn(item) : undefined
    return readOwn(item) ?? (header === undefined ? undefined : headerOf(headers, header))
  }
}

function compileOwnToken(
  { path, as = TOKEN }: RestToken,
  where: string,
): (item: Value) => string | undefined {
  if (path === undefined) return () => undefined
  const readPath = compilePath(path)
  const template = compileTemplate(as, `${where}.as`)
  return (item) => {
    const native = readPath(item) ?? null
    if (native === null || typeof native === 'object') return undefined
    if (as === TOKEN) return String(native)
    const written = template.render({ token: native })
    return typeof written === 'string' ? written : undefined
  }
}

const TOKEN = '${token}'

/** Without a value, anything but nothing, `false`, zero and the empty text marks a record as deleted. */
function compileFlag(
  config: RestCollectionConfig['deleted'],
): ((item: Value) => boolean) | undefined {
  if (config === undefined) return undefined
  const read = compilePath(config.path)
  const { value } = config
  return value === undefined
    ? (item) => Boolean(read(item))
    : (item) => sameValue(read(item), value)
}
