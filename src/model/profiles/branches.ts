/**
 * Branches of the protocol that some profile has to take: what it was told, of which request, what it noted and did
 * next. One that none takes was never examined.
 */
export const BRANCHES: readonly string[] = []

/** The branches that are not among those taken. */
export function branchesMissing(taken: readonly string[]): readonly string[] {
  return BRANCHES.filter((branch) => !taken.includes(branch))
}
