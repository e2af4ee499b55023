/** What a finished command tells its caller. `run` codes are chosen by what the run did, the others by an error. */
export const EXIT_CODES = {
  done: 0,
  failed: 1,
  differences: 2,
  waiting: 3,
  partial: 4,
  guarded: 5,
  usage: 64,
  later: 75,
  interrupted: 130,
} as const

/** One of the exit codes every command keeps to. */
export type ExitCode = (typeof EXIT_CODES)[keyof typeof EXIT_CODES]

/** Why something could not be done: stable names that logs, `--json` output and exit codes share. */
export type ErrorCode =
  | 'CONFIG_INVALID' // the configuration does not parse, or contradicts itself
  | 'CONFIG_SECRET' // a secret stands in the configuration, or the one it names is not set
  | 'USAGE' // the command line asks for something that does not exist
  | 'NOT_FOUND' // no system, entity, record, conflict or run has that name
  | 'SYSTEM_UNAVAILABLE' // a system cannot be reached, or asks to be left alone for a while
  | 'SYSTEM_AUTH' // a system refuses the credentials, or what they may do
  | 'SYSTEM_ANSWER' // a system answers with something that cannot be understood
  | 'LISTING_INCOMPLETE' // a listing ended early, so nothing may be concluded from what it lacks
  | 'CURSOR_EXPIRED' // a system no longer knows the cursor, so everything must be read again
  | 'IDENTITY_CHANGED' // a system is not the one it was: another tenant, scope or schema, or restored
  | 'GUARD_TRIPPED' // the plan would do more than the guards allow
  | 'PLAN_STALE' // a side changed since the plan was made
  | 'LINK_TAKEN' // a record would be linked to two others at once
  | 'STORE_BUSY' // another run holds the lease, or the store itself for too long
  | 'STORE_FENCED' // another run took the lease over while this one slept
  | 'STORE_READONLY' // the store cannot be written
  | 'STORE_FULL' // the disk under the store is full
  | 'STORE_NEWER_SCHEMA' // the store was written by a newer version
  | 'STORE_CORRUPT' // the store contradicts itself, or is not a store
  | 'INTERRUPTED' // a person or the system asked the run to stop; what was done is saved

/** What follows from a code: the exit code, and whether the same call may succeed later unchanged. */
interface Consequence {
  readonly exitCode: ExitCode
  readonly retryable: boolean
}

const final = (exitCode: ExitCode): Consequence => ({ exitCode, retryable: false })
const later: Consequence = { exitCode: EXIT_CODES.later, retryable: true }

/** Every code's consequence, once. */
export const CONSEQUENCES: Readonly<Record<ErrorCode, Consequence>> = {
  CONFIG_INVALID: final(EXIT_CODES.usage),
  CONFIG_SECRET: final(EXIT_CODES.usage),
  USAGE: final(EXIT_CODES.usage),
  NOT_FOUND: final(EXIT_CODES.usage),
  SYSTEM_UNAVAILABLE: later,
  SYSTEM_AUTH: final(EXIT_CODES.failed),
  SYSTEM_ANSWER: final(EXIT_CODES.failed),
  LISTING_INCOMPLETE: later,
  CURSOR_EXPIRED: later,
  IDENTITY_CHANGED: final(EXIT_CODES.guarded),
  GUARD_TRIPPED: final(EXIT_CODES.guarded),
  PLAN_STALE: final(EXIT_CODES.guarded),
  LINK_TAKEN: final(EXIT_CODES.failed),
  STORE_BUSY: later,
  STORE_FENCED: later,
  STORE_READONLY: final(EXIT_CODES.failed),
  STORE_FULL: final(EXIT_CODES.failed),
  STORE_NEWER_SCHEMA: final(EXIT_CODES.usage),
  STORE_CORRUPT: final(EXIT_CODES.failed),
  INTERRUPTED: final(EXIT_CODES.interrupted),
}

/** What an error may carry beside its sentence. */
export interface ErrorDetail {
  /** The error underneath, kept for `--verbose` and logs. */
  readonly cause?: unknown
  /** The smallest next command, as a person would type it. */
  readonly next?: string
  /** Overrides the code's own answer, where one occasion differs from the rule. */
  readonly retryable?: boolean
}

/**
 * An operating error: the world misbehaved or the user must act. Bugs are never one of these.
 * The message says what happened, to which record, and what was and was not written.
 */
export class BilateralError extends Error {
  readonly code: ErrorCode
  readonly retryable: boolean
  readonly next: string | undefined

  constructor(code: ErrorCode, message: string, detail: ErrorDetail = {}) {
    super(message, 'cause' in detail ? { cause: detail.cause } : undefined)
    this.name = 'BilateralError'
    this.code = code
    this.retryable = detail.retryable ?? CONSEQUENCES[code].retryable
    this.next = detail.next
  }

  /** The exit code a command ends with when this error ends it. */
  get exitCode(): ExitCode {
    return CONSEQUENCES[this.code].exitCode
  }
}

/** Whether a caught value is an operating error, optionally of one code. */
export function isBilateralError(error: unknown, code?: ErrorCode): error is BilateralError {
  return error instanceof BilateralError && (code === undefined || error.code === code)
}
