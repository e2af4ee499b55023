import type { Fields, Value } from '../../../core/value.ts'
import { BilateralError } from '../../../errors.ts'
import type { RestListCall } from '../config.ts'

const PAGE = '${page}'

/** Writes `${page}` where `page.send` says it goes. Throws `CONFIG_INVALID` for a place that is neither. */
export function sendPage<Call extends RestListCall>(config: Call, where: string): Call {
  const send = config.page?.send
  if (send === undefined) return config
  const [, part, path = ''] = /^(query|body)\.(.+)$/.exec(send) ?? []
  if (part === 'query') return { ...config, query: { ...config.query, [path]: PAGE } }
  if (part === 'body') return { ...config, body: put(config.body ?? {}, path.split('.')) }
  throw new BilateralError(
    'CONFIG_INVALID',
    `${where}.page.send: ${JSON.stringify(send)} is neither "query.NAME" nor "body.PATH"`,
    { next: 'bilateral check' },
  )
}

function put(body: Value, [name, ...rest]: readonly string[]): Value {
  if (name === undefined) return PAGE
  const fields = typeof body === 'object' && !Array.isArray(body) ? (body as Fields) : {}
  const inner = Object.hasOwn(fields, name) ? fields[name] : undefined
  return { ...fields, [name]: put(inner ?? {}, rest) }
}
