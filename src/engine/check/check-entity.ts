import type { BySide } from '../../core/side.ts'
import { SIDES, bySide } from '../../core/side.ts'
import type { FieldCheck, PairedIds } from './check-field.ts'
import type { Survey, SurveyContext } from './survey-side.ts'
import type { Ability } from '../../protocol/ability.ts'
import type { Capabilities } from '../../adapters/adapter.ts'
import type { MatchPreview } from './preview-match.ts'
import { abilityOf } from '../ability.ts'
import { assert } from '../../core/assert.ts'
import { checkField } from './check-field.ts'
import { previewMatch } from './preview-match.ts'
import { surveySide } from './survey-side.ts'

/** One side of an entity: what was listed, and what the collection can do. */
export interface CollectionCheck {
  readonly collection: string
  readonly records: number
  readonly deleted: number
  readonly pages: number
  readonly repeated: number
  readonly complete: boolean
  /** The total that the system states on its own. */
  readonly count?: number | undefined
  /** Why the listing is not complete. */
  readonly why?: string | undefined
  readonly can: Capabilities
  /** How a write is made safe. */
  readonly ability: Ability
}

/** Everything that was found out about one entity. */
export interface EntityCheck {
  readonly entity: string
  readonly sides: BySide<CollectionCheck>
  readonly match: MatchPreview
  readonly fields: readonly FieldCheck[]
}

/** An entity's check, and the ids that later entities may refer to. */
export interface CheckedEntity {
  readonly check: EntityCheck
  readonly paired: PairedIds
}

/** Reads both collections of an entity whole, side by side, and finds out what a run would make of them. Only reads. */
export async function checkEntity(
  context: SurveyContext,
  known: PairedIds,
): Promise<CheckedEntity> {
  const { entity } = context
  const [a, b] = await Promise.all(SIDES.map((side) => surveySide(side, context)))
  assert(a !== undefined && b !== undefined, 'both sides were read')
  const surveys = { a, b }
  const { preview, paired: own } = previewMatch(entity, surveys)
  const paired = new Map([...known, [entity.name, own]])
  const unread = bySide((side) => (surveys[side].records > 0 ? surveys[side].watch.unread() : []))
  const fields = entity.mapping.fields.flatMap(({ name }) => {
    const tallies = bySide((side) => surveys[side].tallies.byField.get(name))
    return tallies.a === undefined || tallies.b === undefined
      ? []
      : [checkField(entity, name, { tallies: { a: tallies.a, b: tallies.b }, unread }, paired)]
  })
  const sides = bySide((side) => describeSide(surveys[side], entity.collections[side]))
  return { check: { entity: entity.name, sides, match: preview, fields }, paired }
}

function describeSide(
  { records, deleted, pages, repeated, end }: Survey,
  { name, can }: { readonly name: string; readonly can: Capabilities },
): CollectionCheck {
  const { complete, count, why } = end
  const ability = abilityOf(can)
  return { collection: name, records, deleted, pages, repeated, complete, count, why, can, ability }
}
