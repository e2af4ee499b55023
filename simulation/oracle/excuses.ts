/** Why something nobody can prevent may happen to a record. */
export type Cause =
  /** No condition guards a write, and the target moved in between. */
  | 'window'
  /** An exact revert, a deletion, another spelling or a merge within the window of an unanswered write. */
  | 'doubt'
  /** A request that the network held takes effect after its intent was settled. */
  | 'late'
  /** A value returns in the spelling of a system whose answers do not show it. */
  | 'spelling'
  /** Edits that end where they began are none. */
  | 'revert'
  /** A deletion moved the pages of a listing that counts records: one of them was never shown. */
  | 'shifted'
  /** A person made the record as well, at the same time. */
  | 'twin'

/** What happened to the records of a key that makes some of it impossible to tell. */
export type Note = 'deleted' | 'revert' | 'twin' | 'respelled' | 'unshown' | 'merged'

/** Keeps account of what cannot be prevented: a breach that it explains is counted, and fails nothing. */
export interface Excuses {
  readonly note: (key: string, note: Note) => void
  readonly has: (key: string, note: Note) => boolean
  /** Begins, or ends, the time in which nobody knows whether a write to a record took effect. */
  readonly doubt: (key: string, open: boolean) => void
  readonly blame: (key: string, cause: Cause) => void
  /** The pages of a listing have moved while it was read. */
  readonly shift: () => void
  /** The named cause that explains a breach, if one does. */
  readonly causeOf: (key: string, property: string) => Cause | undefined
}

/** What hides the fate of an unanswered write if it happens before that is settled. */
const HIDING: ReadonlySet<Note> = new Set(['deleted', 'revert', 'twin', 'merged', 'respelled'])
/** What hides it also when it happened before anybody doubted: a disk may fail after the answer and the edit. */
const LASTING: readonly Note[] = ['respelled', 'merged', 'revert']

/** One explanation: of which properties, and when. Nothing but a missing condition or a late request explains a loss. */
interface Excuse {
  readonly cause: Cause
  readonly properties: RegExp
  readonly note?: Note
}

const EXCUSES: readonly Excuse[] = [
  { cause: 'window', properties: /./ },
  { cause: 'late', properties: /./ },
  { cause: 'spelling', properties: /^P3|^P10/, note: 'unshown' },
  { cause: 'revert', properties: /^P10/, note: 'revert' },
  { cause: 'twin', properties: /^(?!P2)/, note: 'twin' },
  { cause: 'doubt', properties: /^(?!P2)/ },
]

/** Opens the account of one world. */
export function openExcuses(): Excuses {
  const notes = new Set<string>()
  const causes = new Set<string>()
  const doubts = new Set<string>()
  let shifted = false
  const has = (key: string, note: Note): boolean => notes.has(`${key} ${note}`)
  const blame = (key: string, cause: Cause): void => void causes.add(`${key} ${cause}`)
  const holds = ({ cause, note }: Excuse, key: string): boolean =>
    note === undefined ? causes.has(`${key} ${cause}`) : has(key, note)
  return {
    note: (key, note) => {
      notes.add(`${key} ${note}`)
      if (doubts.has(key) && HIDING.has(note)) blame(key, 'doubt')
    },
    has,
    doubt: (key, open) => {
      if (!open) doubts.delete(key)
      else doubts.add(key)
      if (open && LASTING.some((note) => has(key, note))) blame(key, 'doubt')
    },
    blame,
    shift: () => {
      shifted = true
    },
    causeOf: (key, property) => {
      const excuse = EXCUSES.find((one) => one.properties.test(property) && holds(one, key))
      return excuse?.cause ?? (shifted && property === 'P6' ? 'shifted' : undefined)
    },
  }
}
