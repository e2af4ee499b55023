import type { AnswerHeaders } from '../../http/header/answer-headers.ts'
import type { RestStamp } from '../config.ts'
import type { Scalar, Value } from '../../../core/value.ts'
import { compilePath } from '../../http/json/path.ts'
import { headerOf } from '../../http/header/answer-headers.ts'
import { parseHttpDate } from '../../http/header/http-date.ts'

/** How late a change may appear behind a newer stamp, unless declared. */
export const LATENESS_DEFAULT_MS = 60_000

/** Reads the stamp of a record as RFC 3339; headers only belong to an answer about one record. */
export type ReadStamp = (item: Value, headers: AnswerHeaders | undefined) => string | undefined

const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:[Zz]|[+-]\d{2}:\d{2})$/
const BARE = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d+)?$/

type Format = NonNullable<RestStamp['format']>

/** Native writing to RFC 3339; `undefined` for what is not written so. */
const READERS: Readonly<Record<Format, (native: Scalar) => string | undefined>> = {
  rfc3339: (native) => (typeof native === 'string' && RFC3339.test(native) ? native : undefined),
  utc: (native) =>
    typeof native === 'string' && BARE.test(native) ? `${native.replace(' ', 'T')}Z` : undefined,
  'epoch-s': (native) => ofMs(Number(native) * 1000),
  'epoch-ms': (native) => ofMs(Number(native)),
  'http-date': (native) => ofMs(parseHttpDate(String(native)) ?? Number.NaN),
}

/** Compiles how records show when they were last changed; `undefined` when they do not. */
export function compileStamp(config: RestStamp | undefined): ReadStamp | undefined {
  if (config === undefined) return undefined
  const { path = [], header } = config
  const paths = (typeof path === 'string' ? [path] : path).map(compilePath)
  const read = READERS[config.format ?? 'rfc3339']
  return (item, headers) => {
    for (const at of paths) {
      const native = at(item) ?? null
      if (native !== null && typeof native !== 'object') return read(native)
    }
    const sent = header === undefined || !headers ? undefined : headerOf(headers, header)
    return sent === undefined ? undefined : READERS['http-date'](sent)
  }
}

function ofMs(ms: number): string | undefined {
  return Number.isFinite(ms) && Math.abs(ms) <= 8.64e15 ? new Date(ms).toISOString() : undefined
}
