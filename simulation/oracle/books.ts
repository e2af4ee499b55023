import type { Cargo } from './cargo.ts'
import type { Ghost } from './ghost.ts'
import type { Observer } from './observer.ts'

/** The books of a world. */
export interface Books {
  readonly ghost: Ghost
  /** What every request carries, by its name. */
  readonly cargos: Map<string, Cargo>
  readonly observer: Observer
}
