import type { Clock, Names } from '../engine/clock.ts'
import type { ComposeOptions } from '../config/compose.ts'
import type { EntityConfig } from '../config/config.ts'
import type { Entity, Pairing } from '../engine/pairing.ts'
import type { Sink } from './output/output.ts'

/** An entity, and what the configuration says of it, where there is one. */
export interface OpenEntity extends Entity {
  readonly said?: EntityConfig | undefined
}

/** A pairing that is ready to run and has to be closed. */
export interface OpenPairing extends Pairing {
  readonly entities: readonly OpenEntity[]
  /** Gives an error about something the configuration says its line there; every other one comes back as it is. */
  readonly placeError?: ((error: unknown) => unknown) | undefined
  /** Ends every connection and closes the memory; safe to repeat. */
  readonly close: () => Promise<void>
}

/** Which configuration a command works with. */
export interface PairingRequest extends ComposeOptions {
  /** What `--config` says. */
  readonly config?: string | undefined
}

/** What surrounds a command: the process, or what a test puts in its place. */
export interface World {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdout: Sink
  readonly stderr: Sink
  /** Whether a person can answer questions. */
  readonly isInteractive: boolean
  /** Set by the first interrupt: what is in flight is finished and saved. */
  readonly stop: AbortSignal
  /** Set by the second interrupt: everything ends at once. */
  readonly abort: AbortSignal
  readonly clock: Clock
  readonly names: Names
  /** Who types, as `jana@laptop`: noted with every answer to a conflict. */
  readonly person: string
  /** The process that runs: shown to whoever finds the memory in use. */
  readonly owner: string
  /** Tells whether another owner still runs; `undefined` where that cannot be told from here. */
  readonly isRunning: (owner: string) => boolean | undefined
  /** Asks a person a yes-or-no question; only where one can answer. `undefined` when the person left. */
  readonly confirm: (question: string) => Promise<boolean | undefined>
  /** Asks a person for a line of text, only where one can answer; `hint` is an example. `undefined` when the person left. */
  readonly ask: (question: string, hint: string) => Promise<string | undefined>
  /** Tells whether there is a configuration to work with; what is wrong with it is for `openPairing` to say. */
  readonly hasConfig: (config: string | undefined) => Promise<boolean>
  /** Loads the configuration and connects what it names; sends nothing yet. Rejects with `CONFIG_…` or `STORE_…`. */
  readonly openPairing: (request: PairingRequest) => Promise<OpenPairing>
}
