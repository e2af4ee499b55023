import type { CollectionInfo, FieldInfo } from '../../../src/adapters/adapter.ts'
import type { Fields } from '../../../src/core/value.ts'
import type { Sample } from '../../../src/config/infer/sample.ts'

/** A whole collection for inference: ids are `id` where records have one, else their position. */
export function sampleOf(
  name: string,
  records: readonly Fields[],
  info: Partial<CollectionInfo> & {
    readonly types?: Readonly<Record<string, Partial<FieldInfo>>>
  } = {},
): Sample {
  const { types = {}, ...rest } = info
  const fields = Object.entries(types).map(([field, about]): FieldInfo => ({
    name: field,
    type: 'unknown',
    ...about,
  }))
  return {
    info: { name, idField: 'id', uniqueKeys: [], fields, ...rest },
    records: records.map((one, at) => ({
      id:
        typeof one['id'] === 'string' || typeof one['id'] === 'number'
          ? String(one['id'])
          : String(at),
      fields: one,
    })),
    whole: true,
  }
}
