/** What a file is written in. */
export type FileFormat = 'csv' | 'jsonl'

/** One file as a collection. */
export interface FilesCollectionConfig {
  /** Path of the file, relative to the system's directory; it has to exist. */
  readonly file: string
  /** Default: by the file's ending, `.csv`, `.jsonl` or `.ndjson`. */
  readonly format?: FileFormat | undefined
  /** The column or member with a unique, lasting id. */
  readonly id: string
  /** What parts the columns of a CSV file (default `,`). */
  readonly delimiter?: string | undefined
  /**
   * A CSV file whose last line does not end counts as half-written, because its last value may be cut short; set
   * `optional` for programs that never end it (default `required`).
   */
  readonly finalNewline?: 'required' | 'optional' | undefined
  /** How long a file has to have been left alone before it is read (default 500). */
  readonly quietMs?: number | undefined
  /** Which writes are allowed (default: all). */
  readonly creates?: boolean | undefined
  readonly updates?: boolean | undefined
  readonly deletes?: boolean | undefined
  /** Records per page (default 1,000). */
  readonly pageSize?: number | undefined
}

/** Files in one directory as a system. */
export interface FilesSystemConfig {
  readonly name: string
  readonly directory: string
  /** Whose data this is; default: the directory's own name. */
  readonly tenant?: string | undefined
  /** Offers no write. */
  readonly readOnly?: boolean | undefined
  /** Each collection by name; none is needed to `discover()`. */
  readonly collections: Readonly<Record<string, FilesCollectionConfig>>
}

/** Records per page unless configured. */
export const FILES_PAGE_RECORDS = 1000

/** Records per `getMany`. */
export const FILES_READ_BATCH = 1000

/** Writes that may wait for one replacement of the file. */
export const FILES_WRITES_PER_REPLACEMENT_MAX = 1000

/** The largest file that is read. */
export const FILE_BYTES_MAX = 256 * 1024 * 1024

/** How long a file has to have been left alone, unless configured. */
export const FILE_QUIET_MS = 500
