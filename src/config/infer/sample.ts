import type { CollectionInfo } from '../../adapters/adapter.ts'
import type { Fields } from '../../core/value.ts'

/** How many records of a collection are looked at: more would not tell more, and have to be read. */
export const SAMPLE_RECORDS_MAX = 10_000

/** One record of a sample. */
export interface SampleRecord {
  readonly id: string
  readonly fields: Fields
}

/** A collection, and records of it from the beginning of its listing. */
export interface Sample {
  readonly info: CollectionInfo
  readonly records: readonly SampleRecord[]
  /** Whether these are all records. */
  readonly whole: boolean
}
