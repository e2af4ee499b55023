import type { BySide, Side } from '../../core/side.ts'
import { SIDES, bySide, otherSide } from '../../core/side.ts'
import { EXAMPLES_MAX } from './value-tally.ts'
import type { Entity } from '../pairing.ts'
import type { Example } from './value-tally.ts'
import type { Survey } from './survey-side.ts'
import { correlate } from '../../core/plan/correlate.ts'

/** What one match rule is good for. */
export interface RulePreview {
  readonly name: string
  readonly then: 'link' | 'review'
  /** Pairs that a run would link by it. */
  readonly links: number
  /** Records that hold a key. */
  readonly keyed: BySide<number>
  /** Records that share their key with another record of the same side. */
  readonly duplicates: BySide<number>
  readonly examples: BySide<readonly string[]>
}

/** How the records of both sides would find each other (L13). */
export interface MatchPreview {
  /** Pairs that are linked already and were listed on the side that listed fewer of them. */
  readonly linked: number
  readonly wouldLink: number
  readonly rules: readonly RulePreview[]
  /** Records whose counterpart only a person can tell. */
  readonly ambiguous: BySide<number>
  readonly doubts: readonly (Example & { readonly side: Side })[]
  readonly alone: BySide<number>
}

/** A preview, and the records that have a counterpart, or would have one after a run: linked, or created across. */
export interface Matched {
  readonly preview: MatchPreview
  readonly paired: BySide<ReadonlySet<string>>
}

/** Tells what a run would link, without linking anything. Pure. */
export function previewMatch({ match, terms }: Entity, surveys: BySide<Survey>): Matched {
  const candidates = bySide((side) => [...surveys[side].fresh.values()])
  const found = correlate(match, candidates, (side, rule, key) =>
    surveys[side].linkedKeys[rule]?.get(key),
  )
  const linksBy = Map.groupBy(found.links, ({ by }) => by)
  const preview: MatchPreview = {
    linked: Math.min(surveys.a.linked.size, surveys.b.linked.size),
    wouldLink: found.links.length,
    rules: match.map(({ name, then }, at) => ({
      name,
      then,
      links: linksBy.get(name)?.length ?? 0,
      keyed: bySide((side) => total(surveys[side].keys[at]?.values() ?? [])),
      duplicates: bySide((side) => total(repeated(surveys[side], at).map(([, count]) => count))),
      examples: bySide((side) =>
        repeated(surveys[side], at)
          .slice(0, EXAMPLES_MAX)
          .map(([key]) => key),
      ),
    })),
    ambiguous: bySide((side) => found.doubts.filter((doubt) => doubt.side === side).length),
    doubts: SIDES.flatMap((side) =>
      found.doubts
        .filter((doubt) => doubt.side === side)
        .slice(0, EXAMPLES_MAX)
        .map(({ id, reason }) => ({ side, id, reason })),
    ),
    alone: bySide((side) => found.alone[side].length),
  }
  const paired = bySide((side) => {
    const created =
      terms.presence.created[side] === 'propagate' && terms.allow[otherSide(side)].create
    const links = found.links.map((link) => link[side])
    return new Set([...surveys[side].linked, ...links, ...(created ? found.alone[side] : [])])
  })
  return { preview, paired }
}

function repeated({ keys }: Survey, rule: number): readonly (readonly [string, number])[] {
  return [...(keys[rule] ?? [])].filter(([, count]) => count > 1)
}

function total(counts: Iterable<number>): number {
  let sum = 0
  for (const count of counts) sum += count
  return sum
}
