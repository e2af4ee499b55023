import type { MemoryEvent, PairEvent } from '../../core/journal.ts'
import type { PairChange, Transaction } from '../../stores/store.ts'
import type { Fields } from '../../core/value.ts'
import type { Pair } from '../../core/pair.ts'
import type { Side } from '../../core/side.ts'
import { SIDES } from '../../core/side.ts'
import { changeOf, emptyPair } from '../fold-journal.ts'
import {
  ANIMALS,
  ODD_FIELDS,
  ODD_IDS,
  PEOPLE,
  agreement,
  sampleConflict,
  sampleDecree,
  sampleIntent,
  sampleParking,
  sampleTarget,
} from './samples.ts'
import { NOW_MS } from './site.ts'

/** Draws a whole number from 0 up to, and not including, `below`. */
export type Draw = (below: number) => number

/** What a random history has led to, so that what follows is possible. */
export interface HistoryState {
  readonly pairs: Map<string, Pair>
  readonly lastNumbers: Map<string, number>
  runs: number
}

const ENTITIES = [PEOPLE, ANIMALS]

/** The state before a history begins. */
export function newHistory(): HistoryState {
  return { pairs: new Map(), lastNumbers: new Map(), runs: 0 }
}

/** Draws one possible transaction, up to `size` changes long, and moves the state past it. */
export function drawTransaction(state: HistoryState, draw: Draw, size = 6): Transaction {
  const pairs = Array.from({ length: draw(size + 1) }, () => drawChange(state, draw))
  const facts = Array.from({ length: draw(3) }, () => drawFact(state, draw))
  return { run: `run-${state.runs}`, atMs: NOW_MS + draw(1000), pairs, facts }
}

/** Repeatable chance (mulberry32): the same seed draws the same numbers. */
export function seededDraw(seed: number): Draw {
  let state = seed
  return (below) => {
    state = (state + 0x6d2b79f5) | 0
    let bits = Math.imul(state ^ (state >>> 15), 1 | state)
    bits = (bits + Math.imul(bits ^ (bits >>> 7), 61 | bits)) ^ bits
    return ((bits ^ (bits >>> 14)) >>> 0) % below
  }
}

function drawChange(state: HistoryState, draw: Draw): PairChange {
  const known = [...state.pairs.values()]
  const before = draw(3) === 0 ? undefined : known[draw(Math.max(1, known.length))]
  const change = before === undefined ? drawBirth(state, draw) : drawEvents(state, before, draw)
  const key = `${change.before.no} ${change.before.entity}`
  if (change.after === undefined) state.pairs.delete(key)
  else state.pairs.set(key, change.after)
  return change
}

function drawBirth(state: HistoryState, draw: Draw): PairChange {
  const entity = ENTITIES[draw(ENTITIES.length)] ?? PEOPLE
  const no = (state.lastNumbers.get(entity) ?? 0) + 1 + draw(2)
  state.lastNumbers.set(entity, no)
  const sides = draw(2) === 0 ? SIDES : [SIDES[draw(2)] ?? 'a']
  const ids = Object.fromEntries(sides.map((side) => [side, freeId(state, { entity, side }, draw)]))
  return changeOf(emptyPair(entity, no), { kind: 'linked', ids, by: 'key' })
}

function drawEvents(state: HistoryState, before: Pair, draw: Draw): PairChange {
  const events: PairEvent[] = []
  let change = changeOf(before)
  for (let left = 1 + draw(3); left > 0 && change.after !== undefined; left -= 1) {
    const event = DRAWN[draw(DRAWN.length)]?.(state, change.after, draw)
    if (event === undefined) continue
    events.push(event)
    change = changeOf(before, ...events)
  }
  return change
}

type DrawnEvent = (state: HistoryState, pair: Pair, draw: Draw) => PairEvent

const DRAWN: readonly DrawnEvent[] = [
  (state, { entity, ids }, draw) => {
    const side: Side = ids.b === undefined ? 'b' : 'a'
    return { kind: 'linked', ids: { [side]: freeId(state, { entity, side }, draw) }, by: 'write' }
  },
  (_, _pair, draw) => ({ kind: 'agreed', base: agreement(drawFields(draw), `${draw(9)}`) }),
  (_, _pair, draw) => ({
    kind: 'agreed',
    base: {
      a: { fields: drawFields(draw), token: '2', previous: '1' },
      b: { fields: drawFields(draw), previous: '' },
    },
  }),
  (_, pair, draw) => ({
    kind: 'intended',
    intent: sampleIntent(pair, `op-${draw(99)}`, drawFields(draw)),
    before: draw(2) === 0 ? null : drawFields(draw),
  }),
  (state, pair, draw) => ({
    kind: 'landed',
    op: 'op-1',
    ids: { b: freeId(state, { entity: pair.entity, side: 'b' }, draw) },
    base: draw(4) === 0 ? null : agreement(drawFields(draw)),
  }),
  () => ({ kind: 'withdrawn', op: 'op-1', why: 'stale' }),
  (_, _pair, draw) => ({ kind: 'unacknowledged', side: 'a', fields: drawFields(draw) }),
  () => ({ kind: 'pending', op: 'op-1', why: 'no answer' }),
  (_, _pair, draw) => ({ kind: 'targeted', target: sampleTarget(drawFields(draw)) }),
  () => ({ kind: 'untargeted', why: 'arrived' }),
  (_, _pair, draw) => ({ kind: 'disputed', conflict: sampleConflict(`reason ${draw(9)}`) }),
  () => ({ kind: 'undisputed', why: 'settled' }),
  () => ({ kind: 'decreed', decree: sampleDecree() }),
  () => ({ kind: 'recalled', byWhom: 'kim' }),
  (_, _pair, draw) => ({ kind: 'parked', parking: sampleParking(`message ${draw(9)}`) }),
  () => ({ kind: 'unparked', why: 'changed' }),
  () => ({ kind: 'distrusted', why: 'the tokens lied' }),
  () => ({ kind: 'forgotten', why: 'gone' }),
]

/** An id that no pair holds on this side. */
function freeId(
  { pairs }: HistoryState,
  { entity, side }: { readonly entity: string; readonly side: Side },
  draw: Draw,
): string {
  const taken = new Set([...pairs.values()].map((pair) => pair.entity === entity && pair.ids[side]))
  const odd = ODD_IDS[draw(ODD_IDS.length)] ?? ''
  for (let suffix = 0; ; suffix += 1) {
    const id = suffix === 0 ? odd : `${odd}#${suffix}`
    if (!taken.has(id)) return id
  }
}

function drawFields(draw: Draw): Fields {
  const names = Object.keys(ODD_FIELDS)
  return Object.fromEntries(
    Array.from({ length: draw(4) }, () => names[draw(names.length)] ?? '').map((name) => [
      name,
      ODD_FIELDS[name] ?? null,
    ]),
  )
}

function drawFact(state: HistoryState, draw: Draw): MemoryEvent {
  const entity = ENTITIES[draw(ENTITIES.length)] ?? PEOPLE
  const side = SIDES[draw(SIDES.length)] ?? 'a'
  const atMs = NOW_MS + draw(1000)
  const run = `run-${state.runs}`
  const facts: readonly (() => MemoryEvent)[] = [
    () => ({ kind: 'cursor-moved', entity, side, cursor: { text: `c${draw(9)}`, takenMs: atMs } }),
    () => ({ kind: 'cursor-moved', entity, side, cursor: null }),
    () => ({ kind: 'identified', side, identity: { tenant: `t${draw(9)}`, scope: 'all' } }),
    () => ({ kind: 'configured', entity, meaning: `m${draw(9)}` }),
    () => ({ kind: 'run-ended', run, exitCode: draw(6), summary: { written: draw(9) }, atMs }),
    () => {
      state.runs += 1
      return { kind: 'run-started', run: `run-${state.runs}`, command: 'sync', atMs }
    },
  ]
  return facts[draw(facts.length)]?.() ?? { kind: 'configured', entity, meaning: '' }
}
