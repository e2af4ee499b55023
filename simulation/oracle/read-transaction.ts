import type { Books } from './books.ts'
import type { Cargo } from './cargo.ts'
import type { Fields } from '../../src/core/value.ts'
import type { Pair } from '../../src/core/pair.ts'
import type { PairEvent } from '../../src/core/journal.ts'
import type { Transaction } from '../../src/stores/store.ts'
import { agree } from './agree.ts'
import { SIDES, bySide, otherSide } from '../../src/core/side.ts'
import { bitsOf } from './ghost.ts'
import { cargoOf } from './load-cargo.ts'
import { toText } from '../system/table.ts'
import { foldPair } from '../../src/core/journal.ts'

type EventOf<K extends PairEvent['kind']> = Extract<PairEvent, { kind: K }>

/** Reads in the journal what is settled from now on: who knows of whom, and what is kept. */
export function readTransaction(transaction: Transaction, books: Books): void {
  for (const { before, events } of transaction.pairs) {
    let pair: Pair | undefined = before
    for (const event of events) {
      if (pair === undefined) return
      readEvent(event, pair, books)
      pair = foldPair(pair, event)
    }
  }
}

function readEvent(event: PairEvent, pair: Pair, books: Books): void {
  if (event.kind === 'agreed') agreed(event, pair, books)
  if (event.kind === 'intended') intended(event, pair, books)
  if (event.kind === 'landed') landed(event, pair, books)
  if (event.kind === 'withdrawn') settle(event.op, books)
  if (event.kind === 'unacknowledged') unacknowledged(event, pair, books)
}

/** Two values that were read and say the same know of each other from now on. */
function agreed({ base }: EventOf<'agreed'>, { ids }: Pair, { ghost, observer }: Books): void {
  for (const field of observer.fields) {
    const [a, b] = SIDES.map((side) =>
      observer.showing(
        side,
        { id: ids[side], token: base[side].token },
        field,
        base[side].fields[field],
      ),
    )
    if (a === undefined || b === undefined) continue
    if (!observer.alike(a.contents[field], b.contents[field])) continue
    const read = { a: bitsOf(a.know, field), b: bitsOf(b.know, field) }
    agree({ ghost, observer }, { key: a.key, ids, field, read })
  }
}

/** What is about to be overwritten is kept (W1), as far as the journal tells it. */
function intended({ intent, before, record }: EventOf<'intended'>, pair: Pair, books: Books): void {
  const { cargos } = books
  const cargo = cargos.get(intent.op) ?? cargoOf(intent, pair, books)
  if (cargo === undefined) return
  cargos.set(intent.op, cargo)
  noteDoubts(cargo, pair, books)
  const told = intent.verb === 'delete' ? record : before
  if (told !== null && told !== undefined) keepTold(told, cargo, books)
}

function keepTold(told: Fields, cargo: Cargo, { ghost, observer }: Books): void {
  const { intent, side, key } = cargo
  const sight = { id: intent.id, token: tokenOf(cargo) }
  for (const field of observer.fields) {
    if (!Object.hasOwn(told, field)) continue
    const row = observer.showing(side, sight, field, told[field])
    if (row !== undefined) ghost.keep(key, field, bitsOf(row.know, field))
  }
}

/** What makes the fate of an unanswered write harder to tell. */
function noteDoubts({ key }: Cargo, { target }: Pair, { ghost, observer }: Books): void {
  if (target !== undefined) ghost.note(key, 'merged')
  for (const { setup } of [observer.tables.a, observer.tables.b]) {
    if (!setup.normalises) continue
    ghost.note(key, 'respelled')
    if (setup.answers !== 'record' || observer.grouped) ghost.note(key, 'unshown')
  }
}

function tokenOf({ intent: { condition, side, seen } }: Cargo): string | undefined {
  return condition.kind === 'token' || condition.kind === 'stamp'
    ? condition.token
    : seen[side]?.token
}

/** A write that landed: both sides know of what its source said, and of what the decision saw of its target. */
function landed({ op, base, ids }: EventOf<'landed'>, pair: Pair, books: Books): void {
  const cargo = books.cargos.get(op)
  settle(op, books)
  if (cargo === undefined || base === null) return
  const { intent, key, side } = cargo
  agreeWhereAlike(cargo, { ...pair.ids, ...ids }, books)
  const source = otherSide(side)
  for (const field of Object.keys(intent.set)) {
    const isUsed = toText(base[source].fields[field]) === toText(intent.agreed[source][field])
    if (!isUsed || !books.observer.alike(base[side].fields[field], intent.set[field])) continue
    const read = {
      [side]: bitsOf(cargo.know, field),
      [source]: bitsOf(cargo.read[source], field),
    } as Record<'a' | 'b', number>
    agree(books, { key, ids: { ...pair.ids, ...ids }, field, read })
  }
}

/** What the decision saw both sides say alike is agreed with the write that it made of the rest. */
function agreeWhereAlike({ intent, key, read }: Cargo, ids: Pair['ids'], books: Books): void {
  const { a, b } = intent.seen
  if (a === undefined || b === undefined) return
  for (const field of books.observer.fields) {
    if (toText(a.fields[field]) !== toText(b.fields[field])) continue
    const bits = bySide((side) => bitsOf(read[side], field))
    agree(books, { key, ids, field, read: bits })
  }
}

function settle(op: string, { cargos, ghost }: Books): void {
  const cargo = cargos.get(op)
  if (cargo === undefined) return
  cargo.settled = true
  ghost.doubt(cargo.key, false)
}

function unacknowledged({ fields }: EventOf<'unacknowledged'>, pair: Pair, books: Books): void {
  const cargo = pair.intent && books.cargos.get(pair.intent.op)
  if (cargo === undefined) return
  for (const field of Object.keys(fields)) {
    books.ghost.keep(cargo.key, field, bitsOf(cargo.know, field))
    books.ghost.disown(cargo.key, field, bitsOf(cargo.know, field))
  }
}
