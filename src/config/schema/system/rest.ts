import { z } from 'zod'
import { Secret } from '../../../core/secret.ts'
import { describeWish } from '../../explain/phrase.ts'
import { duration } from '../basic/duration.ts'
import { given, wantsAddress } from '../basic/name.ts'
import { count, jsonValue, share } from '../basic/value.ts'
import { auth } from './auth.ts'
import {
  restBatchCall,
  restCall,
  restCreateCall,
  restFindCall,
  restListCall,
  restTenantCall,
  restUpdateCall,
  restWriteCall,
} from './rest-call.ts'

const path = given('a path')
const header = given('a header')

const tokenMap = z.strictObject({
  path: path.optional().describe('Path in a record, wherever one is shown.'),
  header: header.optional().describe("Header of a single record's answer, usually ETag."),
  as: given('a template')
    .optional()
    .describe('Makes of it what the header would hold: "v${token}".'),
  send: header.optional().describe('Header that makes a write conditional, usually If-Match.'),
  kind: z.enum(['etag', 'counter', 'stamp', 'hash']).optional(),
  inList: z.boolean().optional().describe('Whether listings show it.'),
  covers: z
    .enum(['all', 'some'])
    .optional()
    .describe('Whether every change of every field moves it. Default all.'),
})

const token = z.union([path.transform((text) => ({ path: text })), tokenMap])

const stamp = z.strictObject({
  path: z.union([path, z.array(path).min(1)]).optional(),
  header: header.optional().describe("Header of a single record's answer, usually Last-Modified."),
  granularity: duration.describe('Its resolution, such as 1s.'),
  lateness: duration
    .optional()
    .describe('How late a change may appear behind a newer stamp. Default 1m.'),
  trust: z.enum(['server', 'client']).optional().describe('Who sets it.'),
  covers: z
    .enum(['all', 'some'])
    .optional()
    .describe('Whether every change of every field moves it. Default some.'),
  format: z.enum(['rfc3339', 'utc', 'epoch-s', 'epoch-ms', 'http-date']).optional(),
  send: header.optional().describe('Header that makes a write conditional.'),
})

const field = z.strictObject({
  type: z
    .enum(['string', 'integer', 'decimal', 'boolean', 'date', 'datetime', 'object', 'list'])
    .optional(),
  required: z.boolean().optional(),
  writable: z.boolean().optional(),
  maxLength: count.optional(),
  refersTo: given('a collection').optional(),
})

const collection = z.strictObject({
  id: path.describe('Path of the id in a record.'),
  token: token.optional().describe('What versions a record.'),
  stamp: stamp.optional().describe('When a record was last changed.'),
  deleted: z
    .strictObject({ path, value: jsonValue.optional() })
    .optional()
    .describe('Marks records that are deleted but still shown.'),
  movedTo: path.optional().describe('Path of the id a merged record went to.'),
  externalKey: path.optional().describe('A unique field of our choice that find accepts.'),
  unique: z
    .array(z.union([path, z.array(path).min(1)]))
    .optional()
    .describe('Fields, or groups of fields, whose values are unique.'),
  readonly: z.array(path).optional().describe('Fields the system sets itself.'),
  fields: z.record(z.string(), field).optional().describe('What a first page cannot show.'),
  list: restListCall.describe('Every record.'),
  changes: restListCall.optional().describe('Records stamped at or after ${from}.'),
  get: restCall.describe('One record: GET /accounts/${id}.'),
  getMany: restBatchCall.optional().describe('Several records: ${items}.'),
  find: restFindCall.optional().describe('Records whose ${field} holds ${value}.'),
  create: restCreateCall.optional(),
  update: restUpdateCall.optional(),
  delete: restWriteCall.optional(),
})

const RATE = /^(\d{1,9})\/(?<span>\S+)$/

/** `100/10s`, requests in any span of time. */
const rate = z
  .string({ error: ({ input }) => describeWish('a rate such as 100/10s', input) })
  .meta({ examples: ['100/10s'] })
  .transform((text, context) => {
    const [, requests, span = ''] = RATE.exec(text) ?? []
    const per = duration.safeParse(span)
    if (requests !== undefined && per.success) return { requests: Number(requests), per: per.data }
    context.addIssue({
      code: 'custom',
      message: `${JSON.stringify(text)} is not a rate; write 100/10s`,
    })
    return z.NEVER
  })

const limits = z
  .strictObject({
    rate: rate.optional().describe('Requests in any span of time.'),
    concurrency: count.optional().describe('Requests in flight at once. Default 4.'),
    keepFree: share.optional().describe('Share of the quota left to others. Default 0.'),
    remaining: header.optional().describe('Header that tells how many requests are left.'),
    reset: header.optional().describe('Header that tells when the quota is full again.'),
    resetIs: z.enum(['seconds', 'epoch-s', 'epoch-ms', 'http-date']).optional(),
  })
  .transform(({ rate: span, ...rest }) => ({ ...rest, ...span }))

/** A system that is asked over HTTP. */
export const restSystem = z.strictObject({
  type: z.literal('rest'),
  url: z
    .url({ protocol: /^https?$/, error: wantsAddress })
    .describe('Where the API begins. No request ever leaves its origin.'),
  auth: auth.optional().describe('How the system is shown who asks; secrets by reference.'),
  headers: z
    .record(z.string(), z.union([z.string(), z.instanceof(Secret)]))
    .optional()
    .describe('Sent with every request.'),
  actor: z.string().optional().describe('Who the credential stands for.'),
  tenant: z
    .union([given('a tenant'), restTenantCall])
    .optional()
    .describe('What tells this tenant from others: a text, or a call. Default the address.'),
  limits: limits.optional().describe('What the system allows.'),
  retry: z
    .strictObject({
      attempts: count.optional(),
      first: duration.optional(),
      max: duration.optional(),
      patience: duration.optional().describe('All waits of one read together.'),
    })
    .optional()
    .describe('How patiently reads are repeated. Writes never are.'),
  timeouts: z
    .strictObject({
      connect: duration.optional(),
      headers: duration.optional(),
      idle: duration.optional().describe('Between two pieces of an answer.'),
      total: duration.optional(),
    })
    .optional(),
  maxBody: count.optional().describe('Largest answer in bytes. Default 32 MiB.'),
  compress: z.boolean().optional().describe('Ask for compressed answers. Default false.'),
  readOnly: z.boolean().optional().describe('Nothing is ever written.'),
  collections: z
    .record(given('a collection'), collection)
    .describe('The records of each kind, and the calls that reach them.'),
})
