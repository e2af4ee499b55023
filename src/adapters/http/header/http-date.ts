const SHAPE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/** Reads a date as HTTP headers write it, in milliseconds since 1970; `undefined` for anything else. */
export function parseHttpDate(text: string | undefined): number | undefined {
  if (text === undefined || !SHAPE.test(text)) return undefined
  const ms = Date.parse(text)
  return Number.isNaN(ms) ? undefined : ms
}

/** Writes milliseconds since 1970 as HTTP headers want it: whole seconds, rounded down. */
export function toHttpDate(ms: number): string {
  return new Date(ms).toUTCString()
}
