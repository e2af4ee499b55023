import type { Exchange } from './exchange.ts'
import type { HttpRequest } from './request.ts'
import { headerOf } from './header/answer-headers.ts'

/** Redirects that one request follows, one after the other. */
export const REDIRECTS_MAX = 5

const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308])
/** They say that nothing was done, and that the very same request belongs elsewhere. */
const SAME_REQUEST: ReadonlySet<number> = new Set([307, 308])

/** Where an answer points to, if it is a redirect that can be read. */
export function redirectTarget(result: Exchange, base: string): URL | undefined {
  if (result.kind === 'failure' || !REDIRECTS.has(result.status)) return undefined
  const location = headerOf(result.headers, 'location')
  return location === undefined ? undefined : (URL.parse(location, base) ?? undefined)
}

/**
 * Sends a request and follows redirects within its origin; any other redirect is returned as the answer it is. A write
 * is only followed where the redirect says that it was not done.
 */
export async function followed(
  origin: string,
  request: HttpRequest,
  send: (request: HttpRequest) => Promise<Exchange>,
): Promise<Exchange> {
  let hop = request
  for (let hops = 0; hops <= REDIRECTS_MAX; hops++) {
    const result = await send(hop)
    const target = redirectTarget(result, origin + hop.path)
    if (result.kind === 'failure' || target?.origin !== origin) return result
    if (request.expects?.has(result.status) === true) return result
    const same = SAME_REQUEST.has(result.status)
    if (!request.reads && !same) return result
    hop = { ...hop, ...(same ? {} : AS_GET), path: target.pathname + target.search }
  }
  const message = `it redirects more than ${REDIRECTS_MAX} times`
  return { kind: 'failure', sent: true, code: 'REDIRECTS', message }
}

const AS_GET = { method: 'GET', body: undefined }
