import type { Sink } from './output/output.ts'

/** What surrounds a command: the process, or what a test puts in its place. */
export interface World {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdout: Sink
  readonly stderr: Sink
  /** Whether a person can answer questions. */
  readonly isInteractive: boolean
  /** Set by the first interrupt: what is in flight is finished and saved. */
  readonly stop: AbortSignal
  /** Set by the second interrupt: everything ends at once. */
  readonly abort: AbortSignal
}
