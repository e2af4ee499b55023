/** The engine's only sources of time, chance and names; tests and simulations bring their own. */
export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number
  /** Resolves after the delay, or at once when the signal is aborted. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>
}

/** Makes names that are never given twice: runs, requests, chosen record ids. */
export interface Names {
  /** A UUID, version 4. */
  unique(): string
  /** Evenly distributed, from 0 up to but not including 1: jitter. */
  chance(): number
}
