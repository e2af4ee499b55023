import { z } from 'zod'
import { duration } from '../basic/duration.ts'
import { given } from '../basic/name.ts'
import { count } from '../basic/value.ts'

const collection = z
  .strictObject({
    file: given('a file').describe('The file, relative to the directory. It has to exist.'),
    format: z.enum(['csv', 'jsonl']).optional().describe('Default by the ending of the file.'),
    id: given('a column').describe('The column or member with a unique, lasting id.'),
    delimiter: given('a delimiter')
      .optional()
      .describe('What parts the columns of a CSV file. Default a comma.'),
    finalNewline: z
      .enum(['required', 'optional'])
      .optional()
      .describe(
        'Whether a CSV file whose last line does not end is half-written. Default required.',
      ),
    quiet: duration
      .optional()
      .describe('How long a file has to have been left alone before it is read. Default 500ms.'),
    creates: z.boolean().optional().describe('Whether records may be created. Default true.'),
    updates: z.boolean().optional().describe('Whether records may be changed. Default true.'),
    deletes: z.boolean().optional().describe('Whether records may be deleted. Default true.'),
    pageSize: count.optional().describe('Records per page. Default 1000.'),
  })
  .transform(({ quiet, ...rest }) => ({ ...rest, quietMs: quiet }))

/** CSV and JSON Lines files in one directory. */
export const filesSystem = z.strictObject({
  type: z.literal('files'),
  directory: given('a directory').describe('Where the files are, relative to this one.'),
  tenant: given('a tenant')
    .optional()
    .describe("Whose data this is. Default the directory's name."),
  readOnly: z.boolean().optional().describe('Nothing is ever written.'),
  collections: z.record(given('a collection'), collection).describe('The files.'),
})
