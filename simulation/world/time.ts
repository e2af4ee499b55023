/** Time that stands still until everything that can happen at this moment has happened. */
export interface Time {
  readonly nowMs: () => number
  /** Calls once after the delay, unless the function that it answers is called before. */
  readonly after: (delayMs: number, act: () => void) => () => void
  /** Goes to the next moment at which something is due, and does it; false if nothing ever is. */
  readonly step: () => boolean
  /** Passes time, with everything that is due meanwhile. */
  readonly pass: (delayMs: number) => Promise<void>
}

/** When every simulation begins, milliseconds since 1970. */
export const BEGIN_MS = Date.UTC(2030, 0, 1)

interface Due {
  readonly atMs: number
  readonly act: () => void
}

/** Opens a time of its own. What is due at one moment happens in the order in which it was asked for. */
export function openTime(): Time {
  let nowMs = BEGIN_MS
  const dues: Due[] = []
  const after = (delayMs: number, act: () => void): (() => void) => {
    const due = { atMs: nowMs + Math.max(0, delayMs), act }
    let at = dues.length
    while (at > 0 && (dues[at - 1]?.atMs ?? 0) > due.atMs) at -= 1
    dues.splice(at, 0, due)
    return () => {
      const now = dues.indexOf(due)
      if (now >= 0) dues.splice(now, 1)
    }
  }
  const step = (): boolean => {
    const due = dues.shift()
    if (due === undefined) return false
    nowMs = due.atMs
    due.act()
    return true
  }
  return {
    nowMs: () => nowMs,
    after,
    step,
    pass: async (delayMs) => {
      const endMs = nowMs + delayMs
      while ((dues[0]?.atMs ?? Number.POSITIVE_INFINITY) <= endMs) {
        step()
        await settled()
      }
      nowMs = endMs
    },
  }
}

/** Resolves when nothing can go on without time passing. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve)
  })
}
