/**
 * Where a process dies. At a request: `unheard` never took effect, `late` takes effect when the process is dead, `done`
 * took effect and was not answered. At a transaction of SQLite, the memory's or the table's: before or after its end.
 * Or at a moment after its start.
 */
export type KillPoint =
  | { readonly kind: 'request'; readonly at: number; readonly when: 'unheard' | 'late' | 'done' }
  | { readonly kind: 'commit'; readonly at: number; readonly when: 'before' | 'after' }
  | { readonly kind: 'moment'; readonly afterMs: number }

/** The environment variable by which a process learns the transaction at which it ends itself: `3:before`. */
export const KILL_COMMIT = 'KILL_COMMIT'

/** The environment variable that names the file in which a process counts its transactions. */
export const KILL_TALLY = 'KILL_TALLY'

/** A point as it stands in the name of a scenario: `request-5-late`, `commit-3-before`, `moment-120`. */
export function pointText(point: KillPoint): string {
  if (point.kind === 'moment') return `moment-${point.afterMs}`
  return `${point.kind}-${point.at}-${point.when}`
}

const POINT = /^(?:request-(\d+)-(unheard|late|done)|commit-(\d+)-(before|after)|moment-(\d+))$/

/** Reads what `pointText` wrote; `undefined` for any other text. */
export function readPoint(text: string): KillPoint | undefined {
  const [, request, fate, commit, when, moment] = POINT.exec(text) ?? []
  if (moment !== undefined) return { kind: 'moment', afterMs: Number(moment) }
  if (commit !== undefined)
    return { kind: 'commit', at: Number(commit), when: when as 'before' | 'after' }
  if (request === undefined) return undefined
  return { kind: 'request', at: Number(request), when: fate as 'unheard' | 'late' | 'done' }
}
