import { z } from 'zod'
import { exactlyOne } from '../basic/exactly-one.ts'
import { given } from '../basic/name.ts'
import { count, jsonValue } from '../basic/value.ts'

/** What a status, or a text in an answer, means. */
const meaning = z.enum([
  'written',
  'later',
  'unknown',
  'stale',
  'absent',
  'exists',
  'ambiguous',
  'invalid',
  'forbidden',
  'unsupported',
  'not-found',
  'gone',
  'hidden',
  'cursor-expired',
])

const METHOD = /^[A-Z]+ +\S/

const request = z
  .string()
  .regex(METHOD, 'a request is a method and a path, such as GET /accounts/${id}')
  .describe('Method and path below the address of the system, such as GET /accounts/${id}.')

/** Where something stands in an answer; the empty text is all of it. */
const source = z.string()

const meanings = z
  .record(
    z.string().regex(/^[1-5]\d\d$/, 'a status has three digits, such as 409'),
    z.union([meaning, z.strictObject({ path: source, values: z.record(z.string(), meaning) })]),
  )
  .meta({ id: 'meanings' })

/** The keys of every call. */
const CALL = {
  request,
  query: z.record(z.string(), jsonValue).optional().describe('Parameters of the address.'),
  headers: z.record(z.string(), z.string()).optional(),
  body: jsonValue.optional().describe('JSON to send; texts in it may hold ${…}.'),
  result: z.string().optional().describe('Path of the record in the answer. Default all of it.'),
  ok: z
    .array(z.int().min(100).max(599))
    .optional()
    .describe('Statuses that mean success. Default 2xx but 202.'),
  when: meanings.optional().describe('What other statuses mean here, where that is not the usual.'),
}

const page = exactlyOne(
  {
    size: count.optional().describe('Records per page: ${size}.'),
    send: given('the place')
      .optional()
      .describe('Where the page goes: query.NAME or body.PATH. Or write ${page} there.'),
    more: source.optional().describe('Place of a flag that tells whether more pages follow.'),
  },
  {
    cursor: source.describe('The answer holds the next cursor.'),
    next: source.describe('The answer holds the next address.'),
    link: given('the relation').describe('Relation of the Link header.'),
    number: z.int().min(0).describe('Number of the first page.'),
    offset: z.int().min(0).describe('Number of the first record.'),
    keyset: z
      .union([given('a path'), z.record(z.string(), given('a path'))])
      .describe('What to send of the last record: a path, or paths by name.'),
  },
).meta({ id: 'paging' })

const LIST = {
  ...CALL,
  items: z.string().optional().describe('Path of the list in the answer. Default all of it.'),
  page: page.optional().describe('How the next page is asked for.'),
  total: source.optional().describe('Where the answer tells how many records there are.'),
  cap: count.optional().describe('Most records the system ever returns to one query.'),
  max: z.strictObject({ pages: count.optional(), records: count.optional() }).optional(),
  stability: z
    .enum(['snapshot', 'keyset', 'offset'])
    .optional()
    .describe('Whether pages shift under writes.'),
}

const WRITE = {
  ...CALL,
  answer: z
    .enum(['record', 'partial', 'none'])
    .optional()
    .describe('What success answers with: the whole record (default), id and token, or nothing.'),
}

/** A call may be written as its request alone. */
const alone = request.transform((text) => ({ request: text }))

/** A request for one record. */
export const restCall = z.union([alone, z.strictObject(CALL)])

/** A request that answers with records, page by page. */
export const restListCall = z.union([alone, z.strictObject(LIST)]).meta({ id: 'list' })

/** Fresh reads of several records at once. */
export const restBatchCall = z.strictObject({
  ...CALL,
  items: z.string().optional().describe('Path of the list in the answer.'),
  batch: count.describe('Ids in one request.'),
})

/** A search by the exact value of one field. */
export const restFindCall = z.union([
  alone,
  z.strictObject({
    ...LIST,
    keys: z.array(given('a path')).optional().describe('The fields it accepts. Default any.'),
  }),
])

/** A request that changes one record. */
export const restWriteCall = z.union([alone, z.strictObject(WRITE)])

/** A request that makes a record. */
export const restCreateCall = z.union([
  alone,
  z.strictObject({
    ...WRITE,
    ifAbsent: z.boolean().optional().describe('Whether If-None-Match: * is honoured.'),
    idempotency: given('a header')
      .optional()
      .describe('Header of the idempotency key, usually Idempotency-Key.'),
    replayed: given('a header').optional().describe('Header that marks a replayed answer.'),
  }),
])

/** A request that changes fields of a record, or replaces it. */
export const restUpdateCall = z.union([
  alone,
  z.strictObject({
    ...WRITE,
    style: z.enum(['patch', 'replace']).optional().describe('Default replace for PUT, else patch.'),
  }),
])

/** A request whose answer names the tenant. */
export const restTenantCall = z.strictObject({
  ...CALL,
  path: source.describe('Where the answer names the tenant.'),
  incarnation: source.optional().describe('Where it names the generation of the data.'),
})
