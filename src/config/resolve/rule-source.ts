import { describePath } from '../source/key-path.ts'
import type { KeyPath } from '../source/key-path.ts'
import { positionOf } from '../source/source.ts'
import type { Source } from '../source/source.ts'

/** Who gave an answer: a line of the file, a preset, a default, or what a system cannot do (C12). */
export interface RuleSource {
  /** `entities.company.fields.number.owner`, `entities.company.extends: crm-master`, `preset two-way`. */
  readonly rule: string
  /** The line of the file that says so; absent for what nobody said. */
  readonly line?: number | undefined
}

/** An answer and who gave it. */
export interface Sourced<T> {
  readonly value: T
  readonly source: RuleSource
}

/** Every answer of something, each with who gave it. */
export type SourcedEach<T> = { readonly [Key in keyof T]: Sourced<T[Key]> }

/** Writes who gave an answer: `entities.company.fields.number.owner (line 31)`. */
export function describeSource({ rule, line }: RuleSource): string {
  return line === undefined ? rule : `${rule} (line ${line})`
}

/** Finds the line of the file that stands behind a path; one that is there only in part counts as far as it is. */
export type SourceOf = (path: KeyPath) => RuleSource

/** Finds lines in one file. */
export function sourcesIn(source: Source): SourceOf {
  const sourceOf: SourceOf = (path) =>
    path.length > 0 && source.placeOf(path) === undefined
      ? sourceOf(path.slice(0, -1))
      : { rule: describePath(path), line: positionOf(source, path, 'key').line }
  return sourceOf
}

/** Gives what the file says at a path its source; nothing for what it does not say. */
export function quote<T>(
  sourceOf: SourceOf,
  value: T | undefined,
  path: KeyPath,
): Sourced<T> | undefined {
  return value === undefined ? undefined : { value, source: sourceOf(path) }
}
