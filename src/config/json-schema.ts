import { z } from 'zod'
import { file } from './schema/file.ts'

/** Describes the configuration format as JSON Schema (draft 2020-12), for editors that check and complete (C17). */
export function describeFormat(): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(file(undefined), {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // An address may hold a reference, which is no part of an address yet.
      if (jsonSchema.format === 'uri') delete jsonSchema.format
    },
  })
  return { title: 'Bilateral configuration', ...schema }
}
