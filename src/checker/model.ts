/**
 * What the checker explores. A state is a fixed number of 32-bit words; a model interns its richer parts into
 * numbers, so that a state is compared, hashed and kept without an object of its own.
 *
 * Whatever a model does follows from the words it is given: the same state offers the same transitions in the same
 * order every time. Traces are rebuilt by walking it again, so `next` may be called more than once for a state.
 */
export interface Model {
  readonly name: string
  /** Words per state, the same for every state; at least 1. */
  readonly words: number
  /** What can happen, by the index that `next` emits. May grow while exploring; read when it is over. */
  readonly actions: readonly string[]
  /** What must hold, or an anomaly that is looked for, by the index it is broken under. May grow like `actions`. */
  readonly properties: readonly string[]
  /** What should happen sometimes, such as a branch of the recovery, by the index `next` emits. May grow as well. */
  readonly marks: readonly string[]
  /** Emits every state the world can begin in. */
  initial(emit: EmitState): void
  /**
   * Emits every transition out of `state`, in a fixed order. `state` stays as it is until `next` returns and is only
   * read. Nothing of the model is called while it emits, so its scratch arrays are its own.
   */
  next(state: Int32Array, emit: EmitTransition): void
  /**
   * Reports every property that `state` itself breaks; called once for each new state. What must hold where the engine
   * rests, or after a deterministic run to its rest, is evaluated here too.
   */
  check(state: Int32Array, report: ReportBreach): void
  /** The state in words for a person; only traces ask. */
  describe(state: Int32Array): string
}

/** Takes one initial state. The array is copied at once, and may be used again. */
export type EmitState = (state: Int32Array) => void

/**
 * Takes one transition: the index of its action, the state it leads to (copied at once), the indices of the properties
 * that the step itself breaks whatever the state after it, and the indices of the marks it passes. Both lists are
 * read at once; leave them out where they are empty.
 */
export type EmitTransition = (
  action: number,
  next: Int32Array,
  broken?: readonly number[],
  marks?: readonly number[],
) => void

/** Takes the index of a property that does not hold. */
export type ReportBreach = (property: number) => void
