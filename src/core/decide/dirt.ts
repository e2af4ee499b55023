import type { EntityTerms, FieldRule } from '../terms.ts'
import type { Present } from '../observation.ts'
import type { SideBase } from '../pair.ts'

/** Fields whose value is not what it was when the pair last agreed; refused fields are not known to have moved. */
export function dirtyFields(
  base: SideBase,
  record: Present,
  { fields, same }: EntityTerms,
): readonly FieldRule[] {
  return fields.filter(({ name }) => {
    const shown = record.fields[name]
    return shown !== undefined && !same(name, shown, base.fields[name])
  })
}

/** Tells whether the version of the whole record is known to have moved, private fields included. */
export function movedToken(base: SideBase, record: Present): boolean {
  return base.token !== undefined && record.token !== undefined && base.token !== record.token
}
