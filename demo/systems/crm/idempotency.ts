import { createHash } from 'node:crypto'
import type { DatabaseSync } from 'node:sqlite'

import type { Clock, Representation } from './collection.ts'
import { Refusal } from './refusal.ts'

export const KEY_CHARACTERS_MAX = 255

/** One create request, as far as a repetition must equal it. */
export interface KeyedRequest {
  readonly key: string
  readonly path: string
  readonly body: string
}

/** Keeps what the first request with a key was answered, so that a repetition gets the same answer. */
export interface Idempotency {
  /** The stored answer; undefined for a new key. Throws a `Refusal` (422) for another request. */
  find(request: KeyedRequest): Representation | undefined
  /** Stores the answer; belongs in the transaction that creates the record. */
  keep(request: KeyedRequest, answer: Representation): void
}

/** The idempotency keys stored in `database`. */
export function createIdempotency(database: DatabaseSync, now: Clock): Idempotency {
  const select = database.prepare('SELECT request, body FROM idempotency WHERE key = ?')
  const insert = database.prepare('INSERT INTO idempotency VALUES (?, ?, ?, ?, ?)')
  return {
    find(request) {
      if (request.key.length > KEY_CHARACTERS_MAX) throw refused('is too long')
      const row = select.get(request.key)
      if (row === undefined) return undefined
      if (row['request'] !== fingerprint(request)) throw refused('was used for another request')
      return JSON.parse(String(row['body'])) as Representation
    },
    keep(request, answer) {
      const body = JSON.stringify(answer)
      insert.run(request.key, fingerprint(request), answer.id, body, now())
    },
  }
}

function fingerprint(request: KeyedRequest): string {
  return createHash('sha256').update(`${request.path}\n${request.body}`).digest('hex')
}

function refused(reason: string): Refusal {
  const message = `this Idempotency-Key ${reason}`
  return new Refusal({ status: 422, code: 'idempotency_key', message })
}
