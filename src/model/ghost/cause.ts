/**
 * Why something nobody can prevent may happen from now on, to the writes that it has touched. Of two that explain a
 * breach the first one here is named.
 */
export const CAUSES = [
  /** No condition guards the write, and the target moved in between (I1). */
  'window',
  /** A request took effect after its intent was settled. */
  'late',
  /** A listing showed a version that was replaced before anybody of us saw it: opaque versions have no order. */
  'stale',
  /** A created record cannot be told from a person's (I5). */
  'alike',
  /** A created record was deleted before its create was known to have landed, without a trace (I2). */
  'dark',
  /** What the target made of an unacknowledged write was taken for a person's edit. */
  'normal',
  /** A record was deleted between the two writes of a merge: the rule for changed and deleted decides (W13). */
  'half',
  /** The target was deleted in the window of an unacknowledged write: a conflict, or none (I3). */
  'deleted',
  /** An exact revert within that window. */
  'revert',
  /** An overtaken write counts as landed and never was there: an edit that ends at its value cannot be told. */
  'assumed',
  /** Both sides agreed while a stamp could still hide a change: whether the record changed since cannot be told. */
  'unsettled',
  /** The version that an unanswered write made is not known: what changed since then and is not shared cannot be told. */
  'unversioned',
] as const

/** The name of a cause. */
export type Cause = (typeof CAUSES)[number]

/** What must hold, in the order of their numbers. */
export const PROPERTIES = {
  P1: 'two systems that nobody touches come to agree',
  P2: 'nothing is lost: what is overwritten is in the journal before',
  P3: 'no value gives way to one that it descends from',
  P4: 'a conflict is recognised',
  P5: 'nothing is written that nobody wrote',
  P6: 'no thing is there twice',
  P8: 'once there is agreement nothing is written',
  P10: 'a conflict is settled as the policy says',
  P11: 'no request takes effect after its intent was settled',
  L14: 'nobody is asked about a conflict that is none',
  W6: 'what is known to have landed is not sent again',
  bug: 'the protocol never contradicts itself',
  repair: 'the memory is never caught being wrong',
} as const

/** The name of a property. */
export type Property = keyof typeof PROPERTIES

const NAMES = Object.keys(PROPERTIES) as readonly Property[]
const WIDTH = CAUSES.length + 1

/** Every breach by its number: a property, alone or with the cause that explains it. */
export const BREACHES: readonly string[] = NAMES.flatMap((name) => [
  name,
  ...CAUSES.map((cause) => `${name} ${cause}`),
])

/** The number of a property's breach that nothing explains; causes follow in their order. */
export function breachOf(property: Property): number {
  return NAMES.indexOf(property) * WIDTH
}
