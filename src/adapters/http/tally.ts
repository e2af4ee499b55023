import type { Usage } from '../adapter.ts'

/** Counts requests by what they are for. */
export interface Tally {
  readonly count: (operation: string) => void
  readonly usage: () => Usage
}

/** A count that begins at zero. */
export function openTally(): Tally {
  const counts = new Map<string, number>()
  let requests = 0
  return {
    count: (operation) => {
      requests += 1
      counts.set(operation, (counts.get(operation) ?? 0) + 1)
    },
    usage: () => ({ requests, byOperation: Object.fromEntries(counts) }),
  }
}
