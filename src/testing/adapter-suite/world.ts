import type { Fields } from '../../core/value.ts'
import type { System } from '../../adapters/adapter.ts'

/**
 * Someone who works in the system without Bilateral. Fields are native, with the names the adapter shows and without
 * the id; integers beyond 2^53 are digit strings.
 */
export interface OutsideUser {
  /** Creates a record and tells its id; with `id`, under that id, or `undefined` when the system cannot hold it. */
  create(body: Fields, id?: string): Promise<string | undefined>
  /** Changes the fields given. */
  update(id: string, set: Fields): Promise<void>
  delete(id: string): Promise<void>
  /** The record as a user sees it now. */
  read(id: string): Promise<Fields | undefined>
}

/** One fresh system with an empty collection, and what the suite may put into it. */
export interface SuiteWorld {
  readonly system: System
  /** The name of the collection under test. */
  readonly collection: string
  /** Native fields of the n-th sample record, the id left out; all its values differ from those of any other n. */
  readonly body: (n: number) => Fields
  /** Fields of a body that hold any text; the suite writes the first and expects the second left alone. */
  readonly texts: readonly [string, string]
  /** A field that may be empty. */
  readonly nullable?: string | undefined
  /** A field that holds integers of 64 bits. */
  readonly integer?: string | undefined
  /** A field `findByKey` accepts although its values may repeat. */
  readonly search?: string | undefined
  /** A change the system refuses for its content. */
  readonly invalid?: Fields | undefined
  readonly outside: OutsideUser
  /** Lets the system's clock pass the granularity of its stamps. */
  readonly settle?: (() => Promise<void>) | undefined
  /** Removes what the world left behind; called after `system.close()`. */
  readonly dispose?: (() => Promise<void>) | undefined
}

/** Opens a fresh world. */
export type MakeWorld = () => SuiteWorld | Promise<SuiteWorld>
