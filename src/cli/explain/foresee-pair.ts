import type { Entry } from '../../engine/plan/entry.ts'
import type { OpenPairing } from '../world.ts'
import type { Pair } from '../../core/pair.ts'
import type { PlanContext } from '../../engine/plan/context.ts'
import type { UnknownRecord } from './find-subject.ts'
import { SIDES } from '../../core/side.ts'
import { createReferences } from '../../engine/references.ts'
import { entriesOf } from '../../engine/plan/plan.ts'
import { isUnlinked } from '../../engine/observe/read-side.ts'
import { makePlan } from '../../engine/plan/make-plan.ts'
import { onlyEntities } from '../run/narrow-pairing.ts'
import { replan } from '../../engine/plan/replan.ts'

/** What foreseeing may use. */
export type Foreseeing = Pick<PlanContext, 'clock' | 'listener' | 'signal'>

/**
 * What the next sync would make of a pair, from a fresh look at it: both records are read by id. A record without a
 * counterpart depends on all others, so that both listings are read. Writes nothing.
 */
export async function foreseePair(
  pair: Pair,
  pairing: OpenPairing,
  using: Foreseeing,
): Promise<Entry | undefined> {
  if (!isUnlinked(pair)) {
    const [entry] = entriesOf(await replan([pair], contextOf(pairing, using)))
    return entry
  }
  const side = SIDES.find((each) => pair.ids[each] !== undefined) ?? 'a'
  return foreseeRecord({ entity: pair.entity, side, id: pair.ids[side] ?? '' }, pairing, using)
}

/** What the next sync would make of a record that no pair holds; nothing if its listing does not show it. */
export async function foreseeRecord(
  { entity, side, id }: UnknownRecord,
  pairing: OpenPairing,
  using: Foreseeing,
): Promise<Entry | undefined> {
  const plan = await makePlan(contextOf(onlyEntities(pairing, [entity]), using))
  return entriesOf(plan).find(({ pair }) => pair.ids[side] === id)
}

function contextOf(pairing: OpenPairing, using: Foreseeing): PlanContext {
  return { ...using, pairing, references: createReferences(pairing.store), allowed: {} }
}
