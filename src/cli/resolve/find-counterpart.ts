import type { Found } from '../../adapters/adapter.ts'
import type { Asked } from './read-values.ts'
import type { Pair } from '../../core/pair.ts'
import type { RecordId } from '../record/read-reference.ts'
import type { Side } from '../../core/side.ts'
import type { Store } from '../../stores/store.ts'
import { SIDES, otherSide } from '../../core/side.ts'
import { isUnlinked } from '../../engine/observe/read-side.ts'
import { listOpen } from '../inbox/list-questions.ts'
import { pairName, recordName } from '../describe/record.ts'
import { presentSide } from '../describe/question.ts'

/** The record that a person names as the counterpart, or why it cannot be. */
export type Counterpart =
  | {
      readonly ok: true
      readonly id: string
      /** The pair that only asks about this record, if there is one. */
      readonly asking?: Pair | undefined
    }
  | { readonly ok: false; readonly why: string }

/**
 * Makes sure that a record can be the counterpart: it exists, by a fresh read, it is linked to no other, and no other answer
 * is about it. A counterpart that is not there would look like a deletion.
 */
export async function findCounterpart(
  text: string,
  asked: Asked,
  signal: AbortSignal,
): Promise<Counterpart> {
  const { question, entity } = asked
  const { names } = entity.terms
  const side = otherSide(presentSide(question.conflict))
  const id = idOn(side, text, names)
  if (id === undefined)
    return refuse(
      `${text} is a record of the same system; the counterpart is one of ${names[side]}`,
    )
  const found = await entity.collections[side].get(id, signal)
  const why = absence(found, recordName(names, side, id))
  return why === undefined ? judgeHolder({ side, id }, asked) : refuse(why)
}

/** Why what was read is no record that can be linked; nothing if it is one. */
function absence(found: Found, name: string): string | undefined {
  if (found.kind === 'hidden') return `${name} cannot be read: ${found.why}`
  if (found.kind === 'moved') return `${name} moved to ${found.to}`
  return found.kind === 'found' && found.record.state === 'live' ? undefined : `there is no ${name}`
}

/** A record that another pair only asks about can still be linked; one that is linked cannot. */
async function judgeHolder(
  { side, id }: RecordId,
  { question, entity, pairing }: Asked,
): Promise<Counterpart> {
  const [holder] = await pairing.store.findPairs(entity.name, side, [id])
  if (holder === undefined || holder.no === question.no) return { ok: true, id }
  const name = recordName(entity.terms.names, side, id)
  if (!isUnlinked(holder)) return refuse(`${name} is linked already (${pairName(holder)})`)
  if (holder.decree !== undefined)
    return refuse(`${name} has an answer of its own (${pairName(holder)}): take that back first`)
  return { ok: true, id, asking: holder }
}

/** An id may be typed with its system; one that only looks so is taken as it is where no such system is named. */
function idOn(side: Side, text: string, names: Asked['entity']['terms']['names']) {
  const [own, other] = [`${names[side]}:`, `${names[otherSide(side)]}:`]
  if (text.startsWith(own)) return text.slice(own.length)
  return text.startsWith(other) ? undefined : text
}

/** Answers that say who the counterpart of a record is. */
export interface Claim {
  readonly pair: Pair
  /** The two records that it links. */
  readonly records: readonly RecordId[]
}

/** Every answer of an entity that links two records and waits for the next sync. */
export async function listClaims(store: Store, entity: string): Promise<readonly Claim[]> {
  const claims: Claim[] = []
  for await (const pair of listOpen(store, entity, 'decree')) {
    const records = claimedBy(pair)
    if (records.length > 0) claims.push({ pair, records })
  }
  return claims
}

/** The answer about another pair that already says who the counterpart of one of these records is. */
export function claimOn(
  records: readonly RecordId[],
  claims: readonly Claim[],
  no: number,
): Pair | undefined {
  const isSame = (left: RecordId, right: RecordId): boolean =>
    left.side === right.side && left.id === right.id
  const claim = claims.find(
    (each) =>
      each.pair.no !== no &&
      each.records.some((claimed) => records.some((record) => isSame(claimed, record))),
  )
  return claim?.pair
}

/** The records that an answer links. */
function claimedBy({ ids, decree }: Pair): readonly RecordId[] {
  if (decree?.resolution.kind !== 'adopt') return []
  const side = presentSide(decree.conflict)
  const own = recordsOf({ ids })
  return [...own, { side: otherSide(side), id: decree.resolution.id }]
}

/** The records that a pair has now. */
export function recordsOf({ ids }: Pick<Pair, 'ids'>): readonly RecordId[] {
  return SIDES.flatMap((side) => {
    const id = ids[side]
    return id === undefined ? [] : [{ side, id }]
  })
}

function refuse(why: string): Counterpart {
  return { ok: false, why }
}
