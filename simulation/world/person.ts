import type { BySide, Side } from '../../src/core/side.ts'
import type { Clock, Names } from '../../src/engine/clock.ts'
import type { Pair, Resolution } from '../../src/core/pair.ts'
import type { PairChange, Store } from '../../src/stores/store.ts'
import type { Table } from '../system/table.ts'
import { ENTITY } from './entity.ts'
import { otherSide } from '../../src/core/side.ts'
import { foldPair } from '../../src/core/journal.ts'
import { openLedger } from '../../src/engine/ledger.ts'

/** Questions a person answers at once. */
const QUESTIONS_MAX = 100

/** Pairs a person looks through. */
const PAIRS_MAX = 1_000

/** What a person who answers questions works with. */
export interface PersonWorld {
  readonly store: Store
  readonly clock: Clock
  readonly names: Names
  readonly scope: string
  readonly tables: BySide<Table>
}

/** Answers every open question that has an answer other than "look at it yourself"; tells how many. */
export async function answerQuestions(world: PersonWorld): Promise<number> {
  const { store, clock, names, scope, tables } = world
  const filter = { entity: ENTITY, open: 'conflict' } as const
  const asked = await store.listPairs(filter, { after: 0, limit: QUESTIONS_MAX })
  if (asked.length === 0) return 0
  const pairs = await store.listPairs({ entity: ENTITY }, { after: 0, limit: PAIRS_MAX })
  const changes = asked.flatMap((pair) => changesOf(pair, pairs, tables))
  if (changes.length === 0) return 0
  const run = names.unique()
  const ledger = await openLedger(store, clock, { scope, owner: run, run, isGone: () => true })
  await ledger.commit(changes)
  await ledger.release()
  return changes.length
}

/** The answer to one question; a row that only asked about the record that is adopted ends with it. */
function changesOf(
  before: Pair,
  pairs: readonly Pair[],
  tables: BySide<Table>,
): readonly PairChange[] {
  const { conflict, intent } = before
  const resolution = before.decree === undefined ? answerOf(before, pairs, tables) : undefined
  if (conflict === undefined || resolution === undefined) return []
  const adopted = resolution.kind === 'adopt' && intent !== undefined ? resolution.id : undefined
  const row = pairs.find(
    ({ no, ids }) =>
      no !== before.no &&
      intent !== undefined &&
      adopted !== undefined &&
      ids[intent.side] === adopted,
  )
  const answer = { kind: 'decreed', decree: { resolution, conflict, byWhom: 'a person' } } as const
  const end = { kind: 'forgotten', why: 'its record is the one that was created' } as const
  return [
    ...(row === undefined ? [] : [{ before: row, events: [end], after: undefined }]),
    { before, events: [answer], after: foldPair(before, answer) },
  ]
}

function answerOf(
  pair: Pair,
  pairs: readonly Pair[],
  tables: BySide<Table>,
): Resolution | undefined {
  const { no, conflict } = pair
  if (conflict?.kind === 'ambiguous') return undefined
  if (conflict?.kind !== 'pending-create') return { kind: 'take', side: no % 2 === 0 ? 'a' : 'b' }
  return answerToPending(pair, pairs, tables)
}

/**
 * A record of the same key that nobody else is linked to is the one that was made. One that is linked by now was found
 * as somebody's new record: then there is nothing left to do. Without any it was not made.
 */
function answerToPending(
  { intent, ids }: Pair,
  pairs: readonly Pair[],
  tables: BySide<Table>,
): Resolution | undefined {
  if (intent === undefined) return undefined
  const { side } = intent
  const source = otherSide(side)
  const origin = tables[source].versions.get(ids[source] ?? '')?.at(-1)
  const alike = [...tables[side].rows.values()].filter(({ key }) => key === origin?.key)
  const made = alike.find(({ id }) => !pairs.some((held) => isLinked(held, side, id)))
  if (made !== undefined) return { kind: 'adopt', id: made.id }
  return { kind: alike.length > 0 ? 'forget' : 'retry' }
}

function isLinked({ ids }: Pair, side: Side, id: string): boolean {
  return ids[side] === id && ids[otherSide(side)] !== undefined
}
