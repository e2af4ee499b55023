import { BilateralError, isBilateralError } from '../../errors.ts'
import type { RefusalKind } from '../../core/operation.ts'
import type { WriteOutcome } from '../adapter.ts'

/** What the driver's error says: SQLite's extended code and its sentence. */
export interface SqlFailure {
  readonly code: number
  readonly message: string
}

/** How long a write is asked to wait when another connection holds the database. */
export const SQL_BUSY_AFTER_MS = 250

const BUSY = 5
const LOCKED = 6
const READ_ONLY = 8
const FULL = 13
const CANNOT_OPEN = 14
const CORRUPT = 11
const NOT_A_DATABASE = 26
const FOREIGN_KEY = 787

const REFUSALS: Readonly<Record<number, readonly [RefusalKind, string]>> = {
  18: ['invalid', 'the value is too long'],
  20: ['invalid', 'the id is not an integer'],
  275: ['invalid', 'a check of the table fails'],
  [FOREIGN_KEY]: [
    'invalid',
    'a reference would lead nowhere: the record referred to is missing, or others still refer to this one',
  ],
  1299: ['invalid', 'a required column would be empty'],
  1555: ['exists', 'the primary key is taken'],
  1811: ['invalid', 'a trigger of the table refuses it'],
  2067: ['exists', 'a unique value is taken'],
  2579: ['exists', 'the row id is taken'],
  3091: ['invalid', 'the value is not of the type of its column'],
}

/** Recognises an error of the database; anything else is a bug and is not touched. */
export function toFailure(error: unknown): SqlFailure | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined
  return { code: Number(error.errcode), message: error.message }
}

/** Whether another connection is in the way for the moment. */
export function isBusy({ code }: SqlFailure): boolean {
  return (code & 0xff) === BUSY || (code & 0xff) === LOCKED
}

/** Whether an error made by `toError` means that another connection is in the way for the moment. */
export function isBusyError(error: unknown): boolean {
  return isBilateralError(error) && isSqlFailure(error.cause) && isBusy(error.cause)
}

/** Whether a transaction failed at its end because of a deferred reference. */
export function isForeignKey({ code }: SqlFailure): boolean {
  return code === FOREIGN_KEY
}

/** The answer to a write the database refused for its content; `undefined` when it was not the content. */
export function toRefusal(failure: SqlFailure): WriteOutcome | undefined {
  const rule = REFUSALS[failure.code]
  if (rule === undefined) return undefined
  const [why, meaning] = rule
  const field = /constraint failed: [^.,]+\.([^,]+)$/.exec(failure.message)?.[1]
  return { kind: 'refused', why, message: `${meaning} (${failure.message})`, field }
}

/** The error that ends work on a system; `what` says what was being done and what was not. */
export function toError(failure: SqlFailure, what: string): BilateralError {
  const [code, meaning] = consequence(failure)
  const message = `${what}: ${meaning} (${failure.message})`
  const next = code === 'SYSTEM_UNAVAILABLE' ? 'bilateral sync' : 'bilateral check'
  return new BilateralError(code, message, { cause: failure, next })
}

function isSqlFailure(cause: unknown): cause is SqlFailure {
  return typeof cause === 'object' && cause !== null && 'code' in cause && 'message' in cause
}

function consequence(
  failure: SqlFailure,
): readonly ['SYSTEM_UNAVAILABLE' | 'SYSTEM_AUTH' | 'SYSTEM_ANSWER', string] {
  if (isBusy(failure)) return ['SYSTEM_UNAVAILABLE', 'another application holds the database']
  switch (failure.code & 0xff) {
    case READ_ONLY:
      return ['SYSTEM_AUTH', 'the database file cannot be written']
    case FULL:
      return ['SYSTEM_UNAVAILABLE', 'the disk is full']
    case CANNOT_OPEN:
      return ['SYSTEM_UNAVAILABLE', 'the database file cannot be opened']
    case CORRUPT:
    case NOT_A_DATABASE:
      return ['SYSTEM_ANSWER', 'the file is not a sound SQLite database']
    default:
      return ['SYSTEM_ANSWER', 'the database fails']
  }
}
