import type { BySide, Side } from '../../core/side.ts'
import type { Candidate, Correlation, Doubt } from '../../core/plan/correlate.ts'
import type { FreshRecord, SideReading } from '../observe/reading.ts'
import { SIDES, bySide, otherSide } from '../../core/side.ts'
import type { Absorbed } from './entry.ts'
import type { Entity } from '../pairing.ts'
import type { Observation } from '../../core/observation.ts'
import type { Observations } from '../../core/decide/sight.ts'
import type { Pair } from '../../core/pair.ts'
import type { PairEvent } from '../../core/journal.ts'
import { UNLINKED } from '../../core/observation.ts'
import { correlate } from '../../core/plan/correlate.ts'
import { foldPair } from '../../core/journal.ts'
import { linkedKey } from '../observe/reading.ts'

/** A pair that was just made of one or two unlinked records. */
export interface NewPair {
  readonly before: Pair
  readonly pair: Pair
  readonly linking: readonly PairEvent[]
  readonly seen: Observations
  /** Why a person has to tell the counterpart, if so. */
  readonly doubt?: Doubt | undefined
}

/** What became of the unlinked records of one entity. */
export interface Linking {
  readonly pairs: readonly NewPair[]
  readonly absorbed: readonly Absorbed[]
}

/** Correlates what is not linked and makes pairs of it; `number` gives the next pair number. */
export function linkFresh(
  entity: Entity,
  readings: BySide<SideReading>,
  number: () => number,
): Linking {
  const decreed = decreedLinks(readings)
  const chosen = bySide((side) => new Set(decreed.map((link) => link[side])))
  const candidates = bySide((side) => candidatesOf(readings[side], chosen[side]))
  const chosenKeys = bySide((side) => keysOf(decreed, side, readings))
  const found = correlate(entity.match, candidates, (side, rule, key) => {
    const name = linkedKey(rule, key)
    return readings[side].linkedKeys.get(name) ?? chosenKeys[side].get(name)
  })
  const { links, doubts } = heed(found, readings)
  const heeded = { ...found, links: [...decreed, ...links], doubts }
  return pairUp(heeded, { entity, readings, number })
}

/** Keys of the records whose counterparts a person named: they are as good as linked. */
function keysOf(
  decreed: readonly Link[],
  side: Side,
  readings: BySide<SideReading>,
): ReadonlyMap<string, number> {
  const keys = new Map<string, number>()
  for (const link of decreed) {
    const { a, b } = recordsOf(link, readings)
    const no = (a?.pair ?? b?.pair)?.no
    const record = side === 'a' ? a : b
    record?.keys.forEach((key, rule) => {
      if (key !== undefined && no !== undefined) keys.set(linkedKey(rule, key), no)
    })
  }
  return keys
}

function recordsOf(link: Link, { a, b }: BySide<SideReading>): FreshPair {
  return { a: a.fresh.get(link.a), b: b.fresh.get(link.b) }
}

/** What a person said to be without a counterpart is linked by no rule; whatever the rule found keeps its question. */
function heed(found: Correlation, readings: BySide<SideReading>): Correlation {
  const links = found.links.filter((link) => !isDenied(link, readings))
  const denied = found.links.filter((link) => isDenied(link, readings))
  const doubts = denied.flatMap((link) =>
    SIDES.map((side): Doubt => {
      const reason = `${link.by}: a person said that one of the two has no counterpart`
      return { side, id: link[side], reason, candidates: [link[otherSide(side)]] }
    }),
  )
  return { ...found, links, doubts: [...found.doubts, ...doubts] }
}

function isDenied(link: Link, readings: BySide<SideReading>): boolean {
  return Object.values(recordsOf(link, readings)).some((record) => {
    const decree = record?.pair?.decree
    return decree?.resolution.kind === 'take' && decree.conflict.kind === 'ambiguous'
  })
}

function candidatesOf(reading: SideReading, chosen: ReadonlySet<string>): readonly Candidate[] {
  return [...reading.fresh.values()].filter(({ id }) => !reading.torn.has(id) && !chosen.has(id))
}

type Link = Correlation['links'][number]

/** Counterparts that a person named. */
function decreedLinks(readings: BySide<SideReading>): readonly Link[] {
  return SIDES.flatMap((side) =>
    [...readings[side].fresh.values()].flatMap(({ id, pair }) => {
      const resolution = pair?.decree?.resolution
      if (resolution?.kind !== 'adopt') return []
      const other = readings[otherSide(side)].fresh.get(resolution.id)
      if (other === undefined) return []
      const ids = side === 'a' ? { a: id, b: other.id } : { a: other.id, b: id }
      return [{ ...ids, by: pair?.decree?.byWhom ?? 'a person' }]
    }),
  )
}

interface PairingUp {
  readonly entity: Entity
  readonly readings: BySide<SideReading>
  readonly number: () => number
}

function pairUp(found: Correlation, context: PairingUp): Linking {
  const absorbed: Absorbed[] = []
  const links = found.links.map((link) => {
    const { a, b } = recordsOf(link, context.readings)
    const made = linked({ a, b }, link, context)
    if (a?.pair !== undefined && b?.pair !== undefined && a.pair.no !== b.pair.no)
      absorbed.push({ before: b.pair, into: made.pair.no })
    return made
  })
  const doubts = found.doubts.map((doubt) => alone(doubt.side, doubt.id, context, doubt))
  const lonely = SIDES.flatMap((side) =>
    found.alone[side].map((id) => alone(side, id, context, undefined)),
  )
  return { pairs: [...links, ...doubts, ...lonely], absorbed }
}

type FreshPair = BySide<FreshRecord | undefined>

function linked({ a, b }: FreshPair, link: Link, context: PairingUp): NewPair {
  const before = a?.pair ?? b?.pair ?? newPair(context)
  const event: PairEvent = { kind: 'linked', ids: { a: link.a, b: link.b }, by: link.by }
  const linking = [event, ...closing(before)]
  const seen = { a: a?.seen ?? UNLINKED, b: b?.seen ?? UNLINKED }
  return { before, pair: fold(before, linking), linking, seen }
}

/** A question about identity ends with the link that answers it. */
function closing({ conflict }: Pair): readonly PairEvent[] {
  return conflict === undefined ? [] : [{ kind: 'undisputed', why: 'its counterpart was found' }]
}

function alone(side: Side, id: string, context: PairingUp, doubt: Doubt | undefined): NewPair {
  const record = context.readings[side].fresh.get(id)
  const before = record?.pair ?? newPair(context)
  const event: PairEvent = { kind: 'linked', ids: { [side]: id }, by: 'alone' }
  const linking = record?.pair === undefined ? [event] : []
  const across = missingAcross(context.readings[otherSide(side)])
  const seen = { a: across, b: across, [side]: record?.seen ?? UNLINKED }
  return { before, pair: fold(before, linking), linking, seen, doubt }
}

/** Only a listing that showed everything tells that there is no counterpart (O4). */
function missingAcross({ end, torn }: SideReading): Observation {
  if (!end.complete)
    return { kind: 'unknown', why: `the listing was not complete: ${end.why ?? 'it ended early'}` }
  return torn.size === 0
    ? UNLINKED
    : { kind: 'unknown', why: `${String(torn.size)} records were listed twice` }
}

function newPair({ entity, number }: PairingUp): Pair {
  return { entity: entity.name, no: number(), ids: {} }
}

function fold(pair: Pair, events: readonly PairEvent[]): Pair {
  return events.reduce<Pair>((folded, event) => foldPair(folded, event) ?? folded, pair)
}
