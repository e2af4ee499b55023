/** One small change to a file of the kernel. */
export interface Edit {
  /** Path below `src/`. */
  readonly file: string
  /** Text that stands there exactly once. */
  readonly find: string
  readonly put: string
}

/** A kernel that is wrong in one way, and what somebody who writes it would have had in mind. */
export interface Mutant {
  /** Short name, unique. */
  readonly id: string
  /** Rules of docs/spec.md that it breaks. */
  readonly rules: readonly string[]
  /** What it does, as a sentence in the present tense. */
  readonly does: string
  readonly edits: readonly Edit[]
}
