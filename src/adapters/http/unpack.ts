import { brotliDecompress, gunzip, inflate } from 'node:zlib'
import type { Exchange } from './exchange.ts'
import { FAILURES } from './exchange.ts'
import { headerOf } from './header/answer-headers.ts'
import { promisify } from 'node:util'

const UNPACKERS = new Map([
  ['gzip', promisify(gunzip)],
  ['x-gzip', promisify(gunzip)],
  ['deflate', promisify(inflate)],
  ['br', promisify(brotliDecompress)],
])

/** The encodings worth asking for; without asking, answers come as they are. */
export const ACCEPTED_ENCODINGS = 'gzip, br, deflate'

/** Undoes the content encoding of an answer, if it has one. What it unpacks to is limited like any other body. */
export async function unpack(exchange: Exchange, bodyBytesMax: number): Promise<Exchange> {
  if (exchange.kind === 'failure') return exchange
  const encoding = (headerOf(exchange.headers, 'content-encoding') ?? 'identity').toLowerCase()
  if (encoding === 'identity' || exchange.body.length === 0) return exchange
  const unpacker = UNPACKERS.get(encoding)
  if (unpacker === undefined) return failure(`its encoding ${encoding.slice(0, 40)} is not known`)
  try {
    return { ...exchange, body: await unpacker(exchange.body, { maxOutputLength: bodyBytesMax }) }
  } catch (cause) {
    return isTooLarge(cause)
      ? failure(`its answer unpacks to more than ${bodyBytesMax} bytes`, FAILURES.tooLarge)
      : failure(`its answer is not the ${encoding} it says it is`)
  }
}

function isTooLarge(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE'
}

function failure(message: string, code: string = FAILURES.encoding): Exchange {
  return { kind: 'failure', sent: true, code, message }
}
