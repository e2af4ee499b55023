import { BilateralError } from '../../errors.ts'
import { describePath } from './key-path.ts'
import type { KeyPath } from './key-path.ts'

/** Line and column of a place in a file, both counted from 1. */
export interface Position {
  readonly line: number
  readonly column: number
}

/** One thing that is wrong with the configuration (C2). */
export interface Complaint {
  readonly path: KeyPath
  /** What is wrong and what to write instead, as a sentence without a full stop. */
  readonly reason: string
  /** The key itself is wrong, not what stands behind it. */
  readonly key?: boolean | undefined
  /** A secret that stands in the file, or one that is named and not there. */
  readonly secret?: boolean | undefined
}

/** A complaint with its place in the file. */
export interface PlacedComplaint extends Complaint, Position {
  /** The file as people call it. */
  readonly file: string
}

/** How many complaints one error tells; the rest is counted. */
export const COMPLAINTS_SHOWN_MAX = 100

/** Writes a complaint as one line: `bilateral.yaml:14:7 entities.company.fields.name.ownr: unknown key`. */
export function describeComplaint(complaint: PlacedComplaint): string {
  const { file, line, column, path, reason } = complaint
  const place = `${file}:${line}:${column}`
  return path.length === 0 ? `${place} ${reason}` : `${place} ${describePath(path)}: ${reason}`
}

/**
 * Everything that is wrong with one configuration, in the order of the file (C2). Code `CONFIG_SECRET` when secrets are
 * all that is wrong, else `CONFIG_INVALID`. It is thrown before anything was contacted, read or written.
 */
export class ConfigError extends BilateralError {
  readonly complaints: readonly PlacedComplaint[]

  /** `ending` says what was done before all this was found. */
  constructor(
    complaints: readonly PlacedComplaint[],
    ending = 'nothing was contacted and nothing was written',
  ) {
    const ordered = complaints.toSorted(byPlace)
    const onlySecrets = ordered.every(({ secret }) => secret === true)
    super(onlySecrets ? 'CONFIG_SECRET' : 'CONFIG_INVALID', describeAll(ordered, ending), {
      next: 'bilateral check',
    })
    this.name = 'ConfigError'
    this.complaints = ordered
  }
}

function describeAll(complaints: readonly PlacedComplaint[], ending: string): string {
  const lines = complaints.slice(0, COMPLAINTS_SHOWN_MAX).map(describeComplaint)
  const more = complaints.length - lines.length
  const count = complaints.length === 1 ? '1 error' : `${complaints.length} errors`
  return [
    ...lines,
    ...(more > 0 ? [`and ${more} more`] : []),
    `${count} in the configuration; ${ending}`,
  ].join('\n')
}

function byPlace(left: Position, right: Position): number {
  return left.line - right.line || left.column - right.column
}
