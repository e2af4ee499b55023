import { writeFileSync } from 'node:fs'
import { format, resolveConfig } from 'prettier'
import { describeFormat } from '../src/config/json-schema.ts'

/** Where the description of the configuration format is kept, for editors. */
export const SCHEMA_FILE = 'docs/bilateral.schema.json'

/** The description as it is to be committed; a test compares the two. */
export async function renderSchema(): Promise<string> {
  const style = await resolveConfig(SCHEMA_FILE)
  return format(JSON.stringify(describeFormat()), { ...style, parser: 'json' })
}

if (import.meta.main) writeFileSync(SCHEMA_FILE, await renderSchema())
