const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

/** From this age on a date says more than a number of days. */
const DATE_FROM_MS = 60 * DAY_MS

/** How long ago a moment was, for people: `just now`, `8 m ago`, `3 d ago`, then the date. Both in milliseconds since 1970. */
export function relativeTime(atMs: number, nowMs: number): string {
  const age = nowMs - atMs
  if (age > DATE_FROM_MS) return `on ${new Date(atMs).toISOString().slice(0, 10)}`
  if (age < 0) return age > -MINUTE_MS ? 'just now' : `in ${duration(-age)}`
  return age < SECOND_MS ? 'just now' : `${duration(age)} ago`
}

/** A length of time, for people, in its largest unit: `450 ms`, `31 s`, `8 m`, `3 d`. */
export function duration(lengthMs: number): string {
  if (lengthMs < SECOND_MS) return `${String(Math.round(lengthMs))} ms`
  if (lengthMs < 10 * SECOND_MS) return `${(lengthMs / SECOND_MS).toFixed(1)} s`
  if (lengthMs < 2 * MINUTE_MS) return `${String(Math.round(lengthMs / SECOND_MS))} s`
  if (lengthMs < 2 * HOUR_MS) return `${String(Math.round(lengthMs / MINUTE_MS))} m`
  if (lengthMs < 2 * DAY_MS) return `${String(Math.round(lengthMs / HOUR_MS))} h`
  return `${String(Math.round(lengthMs / DAY_MS))} d`
}

/** A moment for machines: RFC 3339, UTC. */
export function timestamp(atMs: number): string {
  return new Date(atMs).toISOString()
}

/** A number with its thousands set apart: `12,194`. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US')
}

/** A count with its noun: `1 conflict`, `3,912 conflicts`; `plural` where it is not made with an s. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`
}
