import type { CollectionCheck, EntityCheck } from './check-entity.ts'
import type { Entity } from '../pairing.ts'
import type { Finding } from './finding.ts'
import { SIDES } from '../../core/side.ts'
import type { Side } from '../../core/side.ts'
import { judgeField } from './judge-field.ts'
import { plural } from './plural.ts'

/** Tells what of an entity's check a person should know, the listings first, then matching, writing and the fields. */
export function judgeEntity(entity: Entity, check: EntityCheck): readonly Finding[] {
  const found = [
    ...SIDES.flatMap((side) => judgeListing(entity, side, check.sides[side])),
    ...judgeMatching(entity, check),
    ...SIDES.flatMap((side) => judgeWrites(entity, side, check.sides[side])),
    ...check.fields.flatMap((field) => judgeField(entity, field)),
  ]
  return found.map((finding) => ({ ...finding, entity: entity.name }))
}

function judgeListing(
  { terms: { names } }: Entity,
  side: Side,
  { collection, complete, why, repeated }: CollectionCheck,
): readonly Finding[] {
  const what = `${names[side]} ${collection}`
  const found: Finding[] = []
  if (!complete)
    found.push({
      severity: 'warning',
      kind: 'listing-incomplete',
      side,
      text: `the listing of ${what} is not complete (${why ?? 'it does not say why'}): no deletion is concluded from it`,
      examples: [],
    })
  if (repeated > 0)
    found.push({
      severity: 'warning',
      kind: 'listed-twice',
      side,
      text: `${what} lists ${plural(repeated, 'record')} more than once: a run leaves them alone`,
      examples: [],
    })
  return found
}

function judgeMatching({ terms: { names } }: Entity, check: EntityCheck): readonly Finding[] {
  const { match, sides } = check
  const found: Finding[] = []
  for (const side of SIDES) {
    if (match.ambiguous[side] > 0)
      found.push({
        severity: 'warning',
        kind: 'ambiguous-matches',
        side,
        text: `${plural(match.ambiguous[side], `${names[side]} record`)} could be several of the other system, or asked for a review: they wait for a person`,
        examples: match.doubts.filter((doubt) => doubt.side === side),
      })
    for (const rule of match.rules)
      if (rule.duplicates[side] > 0)
        found.push({
          severity: 'warning',
          kind: 'duplicate-keys',
          side,
          text: `${plural(rule.duplicates[side], `${names[side]} record`)} share their key of ${rule.name} with another one, such as ${rule.examples[side].map((key) => JSON.stringify(key)).join(', ')}`,
          examples: [],
        })
  }
  const hasBoth = sides.a.records > 0 && sides.b.records > 0
  if (hasBoth && match.rules.length > 0 && match.linked + match.wouldLink === 0)
    found.push({
      severity: 'warning',
      kind: 'nothing-matches',
      text: `no record of ${names.a} finds its counterpart in ${names.b}: every record would be created across`,
      examples: [],
    })
  return found
}

/** A write that is not allowed needs no guard. */
function judgeWrites(
  { terms: { names, allow } }: Entity,
  side: Side,
  { collection, ability }: CollectionCheck,
): readonly Finding[] {
  const what = `${names[side]} ${collection}`
  const bare = (['update', 'delete'] as const).filter(
    (verb) => allow[side][verb] && ability[verb] === 'none',
  )
  const found: Finding[] = []
  if (bare.length > 0)
    found.push({
      severity: 'warning',
      kind: 'unconditional-write',
      side,
      text: `${what} takes no condition for ${bare.join(' and ')}: a record is read just before it is written and read back after, and an edit in between can be overwritten (the journal keeps it)`,
      examples: [],
    })
  if (allow[side].create && ability.identification === 'none')
    found.push({
      severity: 'warning',
      kind: 'unrecognisable-create',
      side,
      text: `an unanswered create in ${what} cannot be recognised: a person is asked whether it happened`,
      examples: [],
    })
  return found
}
