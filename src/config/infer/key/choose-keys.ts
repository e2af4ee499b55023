import type { KeyFinding, RowPair } from './find-keys.ts'
import { KEY_SHARED_MIN } from './find-keys.ts'
import { identityOf } from '../name/identity.ts'

/** Keys that a proposal has at most. */
export const KEYS_MAX = 3

/** A key is proposed without a question when so many values of the smaller side find a counterpart, 0 to 1. */
export const KEY_SURE_SHARE_MIN = 0.5

/** The keys of an entity, and the pairs that they find. */
export interface KeyChoice {
  /** Tried in order. */
  readonly sure: readonly KeyFinding[]
  /** Left to the user. */
  readonly doubtful: readonly KeyFinding[]
  /** Records paired by the sure keys in order, or by the best doubtful one where none is sure. */
  readonly pairs: readonly RowPair[]
}

/** Chooses keys that identify by their meaning, the best first, as long as each finds pairs that those before did not. */
export function chooseKeys(findings: readonly KeyFinding[]): KeyChoice {
  const sure: KeyFinding[] = []
  const doubtful: KeyFinding[] = []
  const links = openLinks()
  for (const finding of findings) {
    const added = links.newPairs(finding.pairs)
    const isNews = added.length > 0 && sure.every((key) => !overlaps(key, finding))
    const kept = identifies(finding) ? sure : doubtful
    if (!isNews || kept.length >= KEYS_MAX) continue
    kept.push(finding)
    if (kept === sure) links.add(added)
  }
  const [best] = doubtful
  return { sure, doubtful, pairs: sure.length > 0 ? links.pairs : (best?.pairs ?? []) }
}

function overlaps(left: KeyFinding, right: KeyFinding): boolean {
  return left.a === right.a || left.b === right.b
}

function identifies({ a, b, share, pairs }: KeyFinding): boolean {
  if (share < KEY_SURE_SHARE_MIN || pairs.length < KEY_SHARED_MIN) return false
  return [a, b].some(({ unique, path, role }) => unique || role === 'id' || identityOf(path) > 0)
}

interface Links {
  readonly pairs: readonly RowPair[]
  /** The pairs whose records are both free. */
  readonly newPairs: (pairs: readonly RowPair[]) => readonly RowPair[]
  readonly add: (pairs: readonly RowPair[]) => void
}

/** Collects one-to-one links, key by key. */
function openLinks(): Links {
  const pairs: RowPair[] = []
  const taken = { a: new Set<number>(), b: new Set<number>() }
  return {
    pairs,
    newPairs: (found) => found.filter(([a, b]) => !taken.a.has(a) && !taken.b.has(b)),
    add: (found) => {
      for (const [a, b] of found) {
        pairs.push([a, b])
        taken.a.add(a)
        taken.b.add(b)
      }
    },
  }
}
