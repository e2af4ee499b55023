/** How a time is written in a column. All of them are UTC. */
export type SqlTimeFormat = 'iso' | 'sqlite' | 'epoch-s' | 'epoch-ms'

/** The column that tells when a row was last written. */
export interface SqlStamp {
  readonly column: string
  /** Resolution of what is stored: 1000 for whole seconds. */
  readonly granularityMs: number
  /** Longest time between a stamp and the commit that shows it (default 10,000). */
  readonly latenessMs?: number | undefined
  /** `iso` is `2026-01-31T12:00:00.000Z`, `sqlite` is `2026-01-31 12:00:00`. Default `iso`. */
  readonly format?: SqlTimeFormat | undefined
  /** `server` only when the database sets it on every write and no client can (default `client`). */
  readonly trust?: 'server' | 'client' | undefined
  /** Bilateral sets the column in its own writes, because no trigger does. */
  readonly touch?: boolean | undefined
}

/** The integer column that grows with every write of a row. */
export interface SqlVersion {
  readonly column: string
  /**
   * Bilateral raises the column in its own writes, because no trigger does. Other applications may forget to, so the
   * token then covers the content too.
   */
  readonly bump?: boolean | undefined
}

/** One table as a collection. */
export interface SqlCollectionConfig {
  /** Default: the collection's name. */
  readonly table?: string | undefined
  /** The column with a unique, lasting id. Several columns are refused. */
  readonly id: string | readonly string[]
  readonly version?: SqlVersion | undefined
  readonly stamp?: SqlStamp | undefined
  /** What a write is conditional on. Default: the version if there is one, else the row's content. */
  readonly condition?: 'version' | 'stamp' | 'content' | undefined
  /** Bilateral chooses the ids of new rows; otherwise the database does. */
  readonly clientId?: boolean | undefined
  /** A unique column that takes a value of Bilateral's choice, so that a lost create is found again (W7). */
  readonly externalKey?: string | undefined
  /** Which writes are allowed (default: all). */
  readonly creates?: boolean | undefined
  readonly updates?: boolean | undefined
  readonly deletes?: boolean | undefined
  /** Rows per page (default 500). */
  readonly pageSize?: number | undefined
}

/** A SQLite database file as a system. */
export interface SqlSystemConfig {
  readonly name: string
  /** Path of the database file; it has to exist. */
  readonly file: string
  /** Whose data this is; default: the application id the database carries. */
  readonly tenant?: string | undefined
  /** Another file under the same path counts as another system (default true). */
  readonly pinFile?: boolean | undefined
  /** Opens the file for reading only, and offers no write. */
  readonly readOnly?: boolean | undefined
  /** Each collection by name; none is needed to `discover()`. */
  readonly collections: Readonly<Record<string, SqlCollectionConfig>>
}

/** Rows per page unless configured. */
export const SQL_PAGE_ROWS = 500

/** Rows per `getMany`. */
export const SQL_READ_BATCH = 500

/** Writes that may wait for one transaction. */
export const SQL_WRITES_PER_TRANSACTION_MAX = 64

/** How late a row may appear behind its stamp, unless configured: longer than a patient write transaction. */
export const SQL_LATENESS_MS = 10_000
