import type { BySide, Side } from '../side.ts'
import { SIDES, otherSide } from '../side.ts'

/** A record that is not linked: its id and its key under each match rule, `undefined` where it has none. */
export interface Candidate {
  readonly id: string
  readonly keys: readonly (string | undefined)[]
}

/** One match rule as correlation needs it. */
export interface CorrelationRule {
  readonly name: string
  readonly then: 'link' | 'review'
}

/** Finds the linked pair that already holds a key on a side. */
export type TakenBy = (side: Side, rule: number, key: string) => number | undefined

/** Two records that a rule found to be one. */
export interface CandidateLink {
  readonly a: string
  readonly b: string
  readonly by: string
}

/** A record whose counterpart cannot be told: several could be it, or the only one is linked already. */
export interface Doubt {
  readonly side: Side
  readonly id: string
  readonly reason: string
  /** Ids on the other side that could be meant. */
  readonly candidates: readonly string[]
}

/** What correlation found; every candidate is in exactly one of the three. */
export interface Correlation {
  readonly links: readonly CandidateLink[]
  readonly doubts: readonly Doubt[]
  /** Records without any counterpart. */
  readonly alone: BySide<readonly string[]>
}

/** How many candidates a doubt names. */
export const CANDIDATES_NAMED_MAX = 5

/**
 * Correlates unlinked records (L13): rules in order, the first under which a record has counterparts decides. One to one
 * is a link, unless the rule asks for a review; anything else, linked records counted, is a doubt and never "the first of
 * many". Pure; which records are linked does not depend on the order of the candidates.
 */
export function correlate(
  rules: readonly CorrelationRule[],
  candidates: BySide<readonly Candidate[]>,
  takenBy: TakenBy,
): Correlation {
  const left = { a: byId(candidates.a), b: byId(candidates.b) }
  const links: CandidateLink[] = []
  const doubts: Doubt[] = []
  rules.forEach((rule, at) => {
    const round: Round = {
      rule,
      left,
      links,
      doubts,
      takenBy: (side, key) => takenBy(side, at, key),
    }
    for (const group of groupsOf(left, at)) settleGroup(group, round)
    for (const side of SIDES) findTaken(side, at, round)
  })
  return { links, doubts, alone: { a: [...left.a.keys()], b: [...left.b.keys()] } }
}

/** One rule's turn. */
interface Round {
  readonly rule: CorrelationRule
  readonly left: BySide<Map<string, Candidate>>
  readonly links: CandidateLink[]
  readonly doubts: Doubt[]
  readonly takenBy: (side: Side, key: string) => number | undefined
}

/** Records of both sides that share a key: at least one on each. */
interface Group {
  readonly key: string
  readonly a: readonly [string, ...string[]]
  readonly b: readonly [string, ...string[]]
}

function byId(candidates: readonly Candidate[]): Map<string, Candidate> {
  return new Map(candidates.map((candidate) => [candidate.id, candidate]))
}

function groupsOf(left: Round['left'], rule: number): readonly Group[] {
  const onB = idsByKey(left.b, rule)
  return [...idsByKey(left.a, rule)].flatMap(([key, a]) => {
    const b = onB.get(key)
    return b === undefined ? [] : [{ key, a, b }]
  })
}

function idsByKey(
  records: ReadonlyMap<string, Candidate>,
  rule: number,
): Map<string, [string, ...string[]]> {
  const groups = new Map<string, [string, ...string[]]>()
  for (const { id, keys } of records.values()) {
    const key = keys[rule]
    if (key === undefined) continue
    const ids = groups.get(key)
    if (ids === undefined) groups.set(key, [id])
    else ids.push(id)
  }
  return groups
}

function settleGroup(group: Group, round: Round): void {
  const { rule, left, links, doubts } = round
  const isSingle = group.a.length === 1 && group.b.length === 1
  const taken = takenOn('a', group.key, round) ?? takenOn('b', group.key, round)
  if (isSingle && taken === undefined && rule.then === 'link')
    links.push({ a: group.a[0], b: group.b[0], by: rule.name })
  else for (const side of SIDES) doubts.push(...doubtsOf(side, group, rule, taken))
  for (const side of SIDES) for (const id of group[side]) left[side].delete(id)
}

function doubtsOf(
  side: Side,
  group: Group,
  rule: CorrelationRule,
  taken: string | undefined,
): readonly Doubt[] {
  const others = group[otherSide(side)]
  const counts = `${String(group[side].length)} here, ${String(others.length)} across`
  const reason = `${rule.name} = ${group.key}: ${taken ?? counts}`
  const candidates = [...others].sort().slice(0, CANDIDATES_NAMED_MAX)
  return group[side].map((id) => ({ side, id, reason, candidates }))
}

/** A record whose only counterpart is linked to another one already. */
function findTaken(side: Side, at: number, round: Round): void {
  const { rule, left, doubts } = round
  for (const { id, keys } of [...left[side].values()]) {
    const key = keys[at]
    if (key === undefined) continue
    const taken = takenOn(otherSide(side), key, round)
    if (taken === undefined) continue
    doubts.push({ side, id, reason: `${rule.name} = ${key}: ${taken}`, candidates: [] })
    left[side].delete(id)
  }
}

function takenOn(side: Side, key: string, { takenBy }: Round): string | undefined {
  const pair = takenBy(side, key)
  return pair === undefined ? undefined : `a counterpart is linked already (pair ${String(pair)})`
}
