import type { Dispatcher, Pool } from 'undici'
import { createRequire } from 'node:module'

/** How connections are made; milliseconds and bytes. */
export interface PoolOptions {
  readonly connections: number
  readonly connectMs: number
  readonly headerBytesMax: number
}

// The whole of undici takes 90 ms to load, its pool 25 ms: a run with nothing to do is that much faster.
const PoolOfUndici = createRequire(import.meta.url)('undici/lib/dispatcher/pool.js') as typeof Pool

/** Opens connections to one origin as they are needed. HTTP/1.1, one request at a time on each. */
export function openPool(origin: string, options: PoolOptions): Dispatcher {
  return new PoolOfUndici(origin, {
    connections: options.connections,
    connect: { timeout: options.connectMs },
    maxHeaderSize: options.headerBytesMax,
    allowH2: false,
    pipelining: 1,
  })
}
