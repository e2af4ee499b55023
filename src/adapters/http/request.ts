import type { Outgoing } from './exchange.ts'

/** One request to a system, before credentials. */
export interface HttpRequest extends Outgoing {
  /** What it is counted as: `list`, `get`, `create`, … */
  readonly operation: string
  /** Whether it changes nothing, and so may be repeated and redirected. */
  readonly reads: boolean
  /** Statuses the caller knows the meaning of, whatever they mean elsewhere. */
  readonly expects?: ReadonlySet<number> | undefined
}

/** Told before every wait, so that a run can show what it waits for. */
export interface WaitNotice {
  readonly system: string
  readonly delayMs: number
  readonly why: string
}
