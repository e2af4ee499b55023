import type { SqlStampSettings } from '../sql-settings.ts'
import type { SqlTimeFormat } from '../sql-config.ts'
import type { SQLOutputValue } from 'node:sqlite'

/** The largest distance from 1970 a date can have, in milliseconds. */
const DATE_RANGE_MS = 8.64e15

/** The time in a column as RFC 3339; `undefined` for what is not a time in the configured format. */
export function toStampText(
  format: SqlTimeFormat,
  raw: SQLOutputValue | undefined,
): string | undefined {
  if (format === 'iso' || format === 'sqlite')
    return typeof raw === 'string' ? textStamp(format, raw) : undefined
  if (typeof raw !== 'bigint' && typeof raw !== 'number') return undefined
  const ms = Number(raw) * (format === 'epoch-s' ? 1000 : 1)
  return Math.abs(ms) <= DATE_RANGE_MS ? new Date(ms).toISOString() : undefined
}

/** The lowest value of the column that a row written at this moment or later can have. */
export function lowestStamp(format: SqlTimeFormat, ms: number): string | bigint {
  if (format === 'epoch-ms') return BigInt(ms)
  if (format === 'epoch-s') return BigInt(Math.floor(ms / 1000))
  // Whole seconds without an ending sort before every text of that second, with or without a fraction.
  const seconds = new Date(ms).toISOString().slice(0, 19)
  return format === 'iso' ? seconds : seconds.replace('T', ' ')
}

/** SQL that gives the present moment as the column writes it. */
export function nowExpression({ format, granularityMs }: SqlStampSettings): string {
  const seconds = granularityMs >= 1000 ? '%S' : '%f'
  const expressions: Readonly<Record<SqlTimeFormat, string>> = {
    iso: `strftime('%Y-%m-%dT%H:%M:${seconds}Z', 'now')`,
    sqlite: `strftime('%Y-%m-%d %H:%M:${seconds}', 'now')`,
    'epoch-s': 'unixepoch()',
    'epoch-ms': `CAST(unixepoch('subsec') * 1000 AS INTEGER)`,
  }
  return expressions[format]
}

function textStamp(format: 'iso' | 'sqlite', raw: string): string | undefined {
  const shape =
    format === 'iso'
      ? /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/
      : /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?$/
  if (!shape.test(raw)) return undefined
  const text = format === 'iso' ? raw : `${raw.replace(' ', 'T')}Z`
  return Number.isNaN(Date.parse(text)) ? undefined : text
}
