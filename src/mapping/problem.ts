/** Something in the configuration of a mapping that cannot work. */
export interface Problem {
  /** Where, as a path within what was given: `fields.price.as[1]`. */
  readonly at: string
  /** Why, as a sentence without a full stop. */
  readonly reason: string
  /** What to write instead, where there is a likely answer: `decimal(2)`. */
  readonly suggestion?: string | undefined
}

/** A parsed value, or every problem that was found. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** One problem as a failed result. */
export function failure(at: string, reason: string, suggestion?: string): Result<never> {
  return { ok: false, problems: [{ at, reason, suggestion }] }
}

/** Collects results into one: all values in order, or the problems of all. */
export function all<T>(results: readonly Result<T>[]): Result<readonly T[]> {
  const problems = results.flatMap((result) => (result.ok ? [] : result.problems))
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, value: results.flatMap((result) => (result.ok ? [result.value] : [])) }
}

/** Writes a problem as one line for people. */
export function describeProblem({ at, reason, suggestion }: Problem): string {
  return `${at}: ${reason}${suggestion === undefined ? '' : ` (did you mean ${suggestion}?)`}`
}
