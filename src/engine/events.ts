import type { Trip } from '../core/plan/guard.ts'
import type { Side } from '../core/side.ts'
import type { Tally } from '../core/plan/guard.ts'
import type { Verb } from '../core/operation.ts'

/** Which part of a run is under way. */
export type Phase = 'recover' | 'observe' | 'decide' | 'apply' | 'commit'

/** What the engine tells the world while it runs; lines of `--json` and the progress bar are made of it. */
export type RunEvent =
  | { readonly type: 'run-started'; readonly run: string; readonly command: string }
  | { readonly type: 'phase'; readonly phase: Phase }
  /** One page of a listing was read; `total` where the system told it. */
  | {
      readonly type: 'page'
      readonly entity: string
      readonly side: Side
      readonly records: number
      readonly total?: number | undefined
    }
  | { readonly type: 'planned'; readonly tally: Tally; readonly conflicts: number }
  | { readonly type: 'guard'; readonly trip: Trip }
  /** One write landed. */
  | {
      readonly type: 'wrote'
      readonly entity: string
      readonly pair: number
      readonly side: Side
      readonly verb: Verb
      readonly id?: string | undefined
    }
  /** A pair was not written as planned: it is looked at again in this run, or waits for the next one. */
  | {
      readonly type: 'left'
      readonly entity: string
      readonly pair: number
      readonly result: 'again' | 'waits'
      readonly why: string
    }
  | {
      readonly type: 'progress'
      readonly phase: Phase
      readonly done: number
      readonly total: number
    }
  | {
      readonly type: 'waiting'
      readonly side: Side
      readonly delayMs: number
      readonly reason: string
    }
  | { readonly type: 'warning'; readonly message: string }

/** Receives events; must not throw. */
export type Listener = (event: RunEvent) => void
