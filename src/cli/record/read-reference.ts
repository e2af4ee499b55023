import type { Names } from '../describe/record.ts'
import type { Side } from '../../core/side.ts'
import { SIDES } from '../../core/side.ts'
import { linkNumber, linkText } from '../../engine/references.ts'

/** A record of one system. */
export interface RecordId {
  readonly side: Side
  readonly id: string
}

/** What a text that a person typed for a record can mean. */
export interface Reference {
  readonly text: string
  /** The pair it numbers, if it reads `company/12`. */
  readonly pair?: { readonly entity: string; readonly no: number } | undefined
  /** The records it can be the id of: of the system it names, as in `crm:123`, and of either as a whole. */
  readonly ids: readonly RecordId[]
}

/** Reads what a person typed for a record, in every way it can be meant; ids may hold any character. Pure. */
export function readReference(
  text: string,
  { entities, names }: { readonly entities: readonly string[]; readonly names: Names },
): Reference {
  const pairs = entities.flatMap((entity) => {
    const no = linkNumber(entity, text)
    // Only the spelling that is shown counts: `company/012` is the id of a record, if of anything.
    return no === undefined || linkText(entity, no) !== text ? [] : [{ entity, no }]
  })
  const named = SIDES.flatMap((side) => {
    const prefix = `${names[side]}:`
    return text.startsWith(prefix) && text !== prefix
      ? [{ side, id: text.slice(prefix.length) }]
      : []
  })
  const bare = SIDES.map((side) => ({ side, id: text }))
  return { text, pair: pairs[0], ids: [...named, ...bare] }
}
