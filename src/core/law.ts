/** What the law needs to know of an aspect (presence, a field, a group of fields): three facts, no values. */
export interface Standing {
  /** R*: both sides say the same, or exactly the recorded pair. */
  readonly consistent: boolean
  /** `a` is not what it was when the pair last agreed. */
  readonly dirtyA: boolean
  readonly dirtyB: boolean
}

/** What the law calls for. `policy` is the only outcome that a rule of the user decides. */
export type LawOutcome = 'adopt' | 'b:=a' | 'a:=b' | 'policy' | 'repair'

/** The law (D1): five lines, total, symmetric. Everything else in Bilateral is how to carry it out safely. */
export function law({ consistent, dirtyA, dirtyB }: Standing): LawOutcome {
  if (consistent) return 'adopt'
  if (dirtyA && !dirtyB) return 'b:=a'
  if (dirtyB && !dirtyA) return 'a:=b'
  if (dirtyA && dirtyB) return 'policy'
  return 'repair'
}
