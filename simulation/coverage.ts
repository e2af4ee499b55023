/** How often what happened. A simulation that never reaches a branch proves nothing about it. */
export type Coverage = Map<string, number>

/** Counts one happening, or several of a kind. */
export function hit(coverage: Coverage, name: string, times = 1): void {
  coverage.set(name, (coverage.get(name) ?? 0) + times)
}

/** Adds everything that was counted elsewhere. */
export function addCoverage(to: Coverage, from: ReadonlyMap<string, number>): void {
  for (const [name, times] of from) hit(to, name, times)
}
