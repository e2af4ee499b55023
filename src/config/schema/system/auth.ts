import { z } from 'zod'
import { exactlyOne } from '../basic/exactly-one.ts'
import { given, wantsAddress } from '../basic/name.ts'
import { secret } from '../basic/value.ts'

const oauth2 = z.strictObject({
  token: z.url({ error: wantsAddress }),
  clientId: given('the client id'),
  clientSecret: secret,
  scope: z.string().optional(),
  send: z
    .enum(['basic', 'form'])
    .optional()
    .describe('Where the client shows its secret. Default basic.'),
  parameters: z
    .record(z.string(), z.string())
    .optional()
    .describe('More members of the form, such as audience.'),
})

/** `auth:` of a system that is asked over HTTP. */
export const auth = exactlyOne(
  {},
  {
    bearer: secret.describe('A token for Authorization: Bearer.'),
    basic: z.strictObject({ user: given('a user'), password: secret }),
    headers: z.record(z.string(), secret).describe('Headers that prove who asks.'),
    oauth2: oauth2.describe('The client credentials grant.'),
  },
)
