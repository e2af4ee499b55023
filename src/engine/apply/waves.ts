import type { Entry } from '../plan/entry.ts'
import type { Fields } from '../../core/value.ts'
import { linkNumber } from '../references.ts'

/**
 * Divides the writes of one entity so that no record is written before one it refers to: creates and updates with parents
 * first, deletes with children first. An entity that does not refer to itself is one wave; so is what is left of a circle.
 */
export function wavesOf(entries: readonly Entry[]): readonly (readonly Entry[])[] {
  const [first] = entries
  const referring = (first?.entity.terms.fields ?? [])
    .filter(({ refersTo }) => refersTo === first?.entity.name)
    .map(({ name }) => name)
  if (referring.length === 0) return entries.length === 0 ? [] : [entries]
  const isDelete = entries.some(({ operations }) => operations[0]?.verb === 'delete')
  return isDelete
    ? parentsFirst(entries, (entry) =>
        parentsOf(entry, entry.pair.base?.a.fields, referring),
      ).toReversed()
    : parentsFirst(entries, (entry) => parentsOf(entry, entry.operations[0]?.set, referring))
}

function parentsOf(
  { entity, pair }: Entry,
  fields: Fields = {},
  referring: readonly string[],
): readonly number[] {
  return referring.flatMap((field) => {
    const no = linkNumber(entity.name, fields[field])
    return no === undefined || no === pair.no ? [] : [no]
  })
}

function parentsFirst(
  entries: readonly Entry[],
  parents: (entry: Entry) => readonly number[],
): readonly (readonly Entry[])[] {
  const waves: (readonly Entry[])[] = []
  const ahead = new Set(entries.map(({ pair }) => pair.no))
  let rest = entries
  while (rest.length > 0) {
    const ready = rest.filter((entry) => parents(entry).every((no) => !ahead.has(no)))
    const wave = ready.length > 0 ? ready : rest
    waves.push(wave)
    for (const { pair } of wave) ahead.delete(pair.no)
    rest = rest.filter(({ pair }) => ahead.has(pair.no))
  }
  return waves
}
