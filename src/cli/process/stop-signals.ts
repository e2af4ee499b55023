/** The two ways to be interrupted. */
export interface StopSignals {
  /** Set by the first interrupt. */
  readonly stop: AbortSignal
  /** Set by the second one. */
  readonly abort: AbortSignal
}

/**
 * Listens for interrupts (C54): the first asks to stop, the second to end at once, a third is left to the operating
 * system. `announce` tells the person what happens.
 */
export function listenForStop(
  source: NodeJS.EventEmitter,
  announce: (message: string) => void,
): StopSignals {
  const stop = new AbortController()
  const abort = new AbortController()
  const interrupt = (): void => {
    if (!stop.signal.aborted) {
      announce('stopping: what is in flight is finished and saved; press again to end at once')
      stop.abort()
      return
    }
    announce('ending at once; the next run settles what was in flight')
    for (const name of SIGNALS) source.removeListener(name, interrupt)
    abort.abort()
  }
  for (const name of SIGNALS) source.on(name, interrupt)
  return { stop: stop.signal, abort: abort.signal }
}

const SIGNALS = ['SIGINT', 'SIGTERM'] as const
