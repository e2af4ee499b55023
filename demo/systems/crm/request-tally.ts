/** What the service was asked since the count began. */
export interface Tally {
  readonly total: number
  /** Such as `GET /api/accounts/:id`. */
  readonly byRoute: Readonly<Record<string, number>>
  readonly byStatus: Readonly<Record<string, number>>
}

/** Counts requests, so that nobody has to believe what a client says it spent. */
export interface RequestTally {
  count(method: string, path: string, status: number): void
  read(): Tally
  reset(): void
}

/** A count that begins at zero. */
export function createRequestTally(): RequestTally {
  const byRoute = new Map<string, number>()
  const byStatus = new Map<string, number>()
  const add = (counts: Map<string, number>, key: string): void => {
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return {
    count(method, path, status) {
      add(byRoute, `${method} ${path.replace(/^(\/api\/[^/]+\/).+$/u, '$1:id')}`)
      add(byStatus, String(status))
    },
    read: () => ({
      total: [...byRoute.values()].reduce((sum, count) => sum + count, 0),
      byRoute: Object.fromEntries(byRoute),
      byStatus: Object.fromEntries(byStatus),
    }),
    reset() {
      byRoute.clear()
      byStatus.clear()
    },
  }
}
