import { BilateralError } from '../../../errors.ts'
import type { ListSource } from './listing.ts'
import type { NativeRecord } from '../../adapter.ts'
import { runListing } from './listing.ts'
import { valueAt } from '../../http/json/path.ts'

/** Searches records by the value of one field. */
export type FindRecords = (
  field: string,
  value: string,
  signal: AbortSignal,
) => Promise<readonly NativeRecord[]>

/**
 * Compiles the search by one field. Only records that hold the very value count: some systems answer a filter they do
 * not know with everything. Throws `LISTING_INCOMPLETE` rather than answer in part.
 */
export function compileFind(
  source: ListSource,
  name: string,
  keys: readonly string[] | undefined,
): FindRecords {
  return async (field, value, signal) => {
    if (keys?.includes(field) === false)
      throw new BilateralError(
        'CONFIG_INVALID',
        `${source.client.system}: ${name} is declared to be searched by ${keys.join(', ')}, not by ${field}; nothing was sent`,
        { next: 'bilateral check' },
      )
    const found: NativeRecord[] = []
    const listing = runListing(source, { field, value }, signal)
    for (;;) {
      const step = await listing.next()
      if (step.done !== true) {
        found.push(...step.value.records.filter((record) => holds(record, field, value)))
      } else if (step.value.complete) {
        return found
      } else {
        throw incomplete(source, field, step.value.why)
      }
    }
  }
}

function holds(record: NativeRecord, field: string, value: string): boolean {
  const held = valueAt(record.fields, field) ?? null
  return (
    record.state === 'live' && held !== null && typeof held !== 'object' && String(held) === value
  )
}

function incomplete(source: ListSource, field: string, why = 'it ended early'): BilateralError {
  return new BilateralError(
    'LISTING_INCOMPLETE',
    source.client.clean(
      `${source.client.system}: the search by ${field} is not complete: ${why}; it only reads`,
    ),
    { next: 'bilateral sync' },
  )
}
