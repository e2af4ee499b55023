import type { Property } from '../src/model/ghost/cause.ts'

/**
 * What each property says, in formulas. `w` is a write of a user; `known(v)` the writes that a value `v` descends from;
 * `journal` what is durably noted; `A` and `B` what the two sides hold, with ⊥ for nothing; `T := x over u` one request of
 * ours that takes effect.
 */
export const FORMULAS: Readonly<Record<Property, string>> = {
  P1: 'from every reachable state, without users and faults, within 12 runs: rest, A ~ B or a question waits',
  P2: 'at every T := x over u: known(u) ⊆ journal',
  P3: 'at every T := x over u: not known(x) ⊆ known(u)',
  P4: 'at every T := x over u where both sides left what they agreed on, and neither known(u) ⊆ known(x) ∪ unacknowledged nor known(x) ⊆ known(u): the decision saw that both had changed',
  P5: 'at every T := x over u: known(x) ≠ ∅, and contains a deletion by a user if x = ⊥',
  P6: 'at rest: no two records of one side stand for one thing',
  P8: 'at rest a run sends no write; no pair takes more than 60 steps in a run',
  P10: 'at every such T := x over u whose decision saw it: the policy names x',
  P11: 'no request takes effect after its intent was settled',
  L14: 'at every question about u and v: neither known(u) ⊆ known(v) nor the reverse',
  W6: 'no request is sent again after the memory knew that it had landed',
  bug: 'no assertion of the shipped code fails',
  repair: 'the fifth line of the law, neither side changed and yet they differ, is never reached',
}

/** What each cause of an anomaly means for a user. */
const CAUSES: Readonly<Record<string, string>> = {
  window:
    'Nothing guards a write. Who edits the record between our last look and our write loses that edit; if we never saw it, the journal does not have it either.',
  late: 'A request that was given up takes effect after all, much later.',
  stale:
    'A read shows a version that was replaced before anybody of us saw it. Versions without an order give it no date, so it looks like an edit.',
  alike:
    'The answer to a create was lost, and the system offers nothing to tell our record from one that a person made.',
  dark: 'A record was created by us and deleted by a person before we heard of the create, and the system keeps no trace of it. It looks as if it never arrived, and is created again.',
  normal:
    'The system spells our value in its own way and the answer was lost. Its spelling looks like an edit of a person.',
  half: 'A record is deleted between the two writes of a merge. The rule for changed and deleted decides, although the change was ours.',
  deleted:
    'A person deletes the record while the answer to our update is lost. Whether they knew of the update cannot be told: the rule for changed and deleted decides, or asks, although there may be no conflict.',
  revert:
    'The answer to our write was lost, and a person changes the value back to exactly what it was. That looks as if the write never arrived, and it is sent again. The value that gave way is in the journal.',
  assumed:
    'A write that was overtaken counts as landed, and never was there. An edit that ends at its value looks like no edit.',
  unsettled:
    'Both sides agreed while a coarse stamp could still hide a change. Whether the record changed since cannot be told.',
  unversioned:
    'The version that an unanswered write made is not known. What changed since and is not shared cannot be told.',
}

/** What a cause means; one that nobody described yet is named by itself. */
export function meaningOf(cause: string): string {
  return CAUSES[cause] ?? `The cause is described in \`src/model/ghost/cause.ts\` as \`${cause}\`.`
}

/** What these results do not say. */
export const CAVEATS: readonly string[] = [
  'One pair of records is explored, or two where a setting has room for them. The protocol treats pairs independently. What joins them is outside: references between records, limits on mass changes, paging, rate limits, the lease. `npm run simulate`, `npm run kill` and the tests are for those.',
  'The adapters, the stores, the mapping, HTTP and SQL are not modelled. The model calls the shipped decision, protocol and journal functions, and nothing else of the product.',
  'A system is what its setting says. One that lies about its conditions, keys or versions gets the guarantee of what it does, not of what it declares. `bilateral check` tests what can be tested without a write.',
  'A commit is durable when the store says so: a disk that lies about it is not modelled.',
  'At most one request is late at a time, and a stale read is one version old.',
  'Values are compared, never computed with, apart from merges. Two or three values stand for all, because only which of them are equal matters.',
  'Edits, crashes, lost requests, lost answers and stale reads are not bounded in number. The room for records is: where a setting lacked room, or stopped at a number of states, the verdict says bound.',
  'States are told apart by 64-bit fingerprints: two states could share one, and the second would be skipped. The column *collision* bounds the chance of that.',
]
