import { z } from 'zod'
import { duration } from '../basic/duration.ts'
import { given } from '../basic/name.ts'
import { count } from '../basic/value.ts'

const column = given('a column')

const version = z.union([
  column.transform((name) => ({ column: name })),
  z.strictObject({
    column,
    bump: z
      .boolean()
      .optional()
      .describe('Bilateral raises it in its own writes, because no trigger does.'),
  }),
])

const stamp = z
  .strictObject({
    column,
    granularity: duration.describe('Resolution of what is stored, such as 1s.'),
    lateness: duration
      .optional()
      .describe('Longest time between a stamp and the commit that shows it. Default 10s.'),
    format: z.enum(['iso', 'sqlite', 'epoch-s', 'epoch-ms']).optional().describe('Default iso.'),
    trust: z
      .enum(['server', 'client'])
      .optional()
      .describe('server only when the database sets it on every write. Default client.'),
    touch: z
      .boolean()
      .optional()
      .describe('Bilateral sets it in its own writes, because no trigger does.'),
  })
  .transform(({ granularity, lateness, ...rest }) => ({
    ...rest,
    granularityMs: granularity,
    latenessMs: lateness,
  }))

const collection = z.strictObject({
  table: given('a table').optional().describe("Default the collection's name."),
  id: z.union([column, z.array(column).min(1)]).describe('The column with a unique, lasting id.'),
  version: version.optional().describe('The column that grows with every write of a row.'),
  stamp: stamp.optional().describe('The column that tells when a row was last written.'),
  condition: z
    .enum(['version', 'stamp', 'content'])
    .optional()
    .describe('What a write is conditional on. Default the version, else the content.'),
  clientId: z.boolean().optional().describe('Bilateral chooses the ids of new rows.'),
  externalKey: column.optional().describe('A unique column that takes a value of our choice.'),
  creates: z.boolean().optional().describe('Whether rows may be inserted. Default true.'),
  updates: z.boolean().optional().describe('Whether rows may be changed. Default true.'),
  deletes: z.boolean().optional().describe('Whether rows may be deleted. Default true.'),
  pageSize: count.optional().describe('Rows per page. Default 500.'),
})

/** A SQLite database file. */
export const sqlSystem = z.strictObject({
  type: z.literal('sql'),
  database: given('a file').describe('The SQLite file, relative to this one. It has to exist.'),
  tenant: given('a tenant').optional().describe('Whose data this is.'),
  pinFile: z
    .boolean()
    .optional()
    .describe('Whether another file under the same path is another system. Default true.'),
  readOnly: z.boolean().optional().describe('Nothing is ever written.'),
  collections: z.record(given('a collection'), collection).describe('The tables.'),
})
