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
 * Correlates unlinked records (L13): rules in order, the first under which a record has counterparts decides. One to
 * one is a link, unless the rule asks for a review; anything else is never resolved by itself, and never "the first of many". Pure; the result does not
 * depend on the order of the candidates.
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
    for (const group of groupsOf(left, at)) settleGroup(group, rule, { left, links, doubts })
    for (const side of SIDES) findTaken(side, at, { rule, left, doubts, takenBy })
  })
  return { links, doubts, alone: { a: [...left.a.keys()], b: [...left.b.keys()] } }
}

type Left = BySide<Map<string, Candidate>>

interface Group {
  readonly key: string
  readonly a: readonly string[]
  readonly b: readonly string[]
}

interface Findings {
  readonly left: Left
  readonly links: CandidateLink[]
  readonly doubts: Doubt[]
}

function byId(candidates: readonly Candidate[]): Map<string, Candidate> {
  return new Map(candidates.map((candidate) => [candidate.id, candidate]))
}

/** Keys that records of both sides share under one rule. */
function groupsOf(left: Left, rule: number): readonly Group[] {
  const onB = idsByKey(left.b, rule)
  return [...idsByKey(left.a, rule)].flatMap(([key, a]) => {
    const b = onB.get(key)
    return b === undefined ? [] : [{ key, a, b }]
  })
}

function idsByKey(records: ReadonlyMap<string, Candidate>, rule: number): Map<string, string[]> {
  const groups = new Map<string, string[]>()
  for (const { id, keys } of records.values()) {
    const key = keys[rule]
    if (key === undefined) continue
    const ids = groups.get(key)
    if (ids === undefined) groups.set(key, [id])
    else ids.push(id)
  }
  return groups
}

function settleGroup(group: Group, rule: CorrelationRule, found: Findings): void {
  const [a] = group.a
  const [b] = group.b
  const isSingle = group.a.length === 1 && group.b.length === 1
  if (a !== undefined && b !== undefined && isSingle && rule.then === 'link')
    found.links.push({ a, b, by: rule.name })
  else for (const side of SIDES) doubtAll(side, group, rule, found.doubts)
  for (const side of SIDES) for (const id of group[side]) found.left[side].delete(id)
}

function doubtAll(side: Side, group: Group, rule: CorrelationRule, doubts: Doubt[]): void {
  const others = group[otherSide(side)]
  const reason = `${rule.name} = ${group.key}: ${String(group[side].length)} here, ${String(others.length)} across`
  const candidates = [...others].sort().slice(0, CANDIDATES_NAMED_MAX)
  for (const id of group[side]) doubts.push({ side, id, reason, candidates })
}

interface TakenContext {
  readonly rule: CorrelationRule
  readonly left: Left
  readonly doubts: Doubt[]
  readonly takenBy: TakenBy
}

/** A record whose only counterpart is linked to another one already. */
function findTaken(side: Side, at: number, { rule, left, doubts, takenBy }: TakenContext): void {
  for (const { id, keys } of [...left[side].values()]) {
    const key = keys[at]
    const taken = key === undefined ? undefined : takenBy(otherSide(side), at, key)
    if (key === undefined || taken === undefined) continue
    const reason = `${rule.name} = ${key}: the counterpart is linked already (pair ${String(taken)})`
    doubts.push({ side, id, reason, candidates: [] })
    left[side].delete(id)
  }
}
