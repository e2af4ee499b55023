import type { Complaint, PlacedComplaint, Position } from './complaint.ts'
import type { KeyPath } from './key-path.ts'

/** Where a key and its value begin; the items of a list have no key and begin where their value does. */
export interface Place {
  readonly key: Position
  readonly value: Position
}

/** A configuration file that was read: plain data without prototypes, and where each part of it stands. */
export interface Source {
  /** The file as people call it: relative to the working directory where that leads down. */
  readonly file: string
  readonly tree: unknown
  /** Absent for what is not in the file. */
  readonly placeOf: (path: KeyPath) => Place | undefined
}

const START: Position = { line: 1, column: 1 }

/** The place of a path, or the key of the nearest part of it that is in the file. */
export function positionOf(source: Source, path: KeyPath, of: 'key' | 'value'): Position {
  const exact = source.placeOf(path)
  if (exact !== undefined) return exact[of]
  return path.length === 0 ? START : positionOf(source, path.slice(0, -1), 'key')
}

/** Gives complaints their place in the file. */
export function placeComplaints(
  source: Source,
  complaints: readonly Complaint[],
): readonly PlacedComplaint[] {
  return complaints.map((complaint) => {
    const position = positionOf(source, complaint.path, complaint.key === true ? 'key' : 'value')
    return { ...complaint, ...position, file: source.file }
  })
}
