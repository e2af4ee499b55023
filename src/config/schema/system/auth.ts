import { z } from 'zod'
import type { Secret } from '../../../core/secret.ts'
import { given, wantsAddress } from '../basic/name.ts'
import { secret } from '../basic/value.ts'

const basic = z.strictObject({ user: given('a user'), password: secret })

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

type Headers = Readonly<Record<string, Secret>>
interface Beside {
  readonly headers?: Headers | undefined
}

/** What the file says about who asks: one way, and headers beside it or alone. */
export type SaidAuth =
  | (Beside & { readonly bearer: Secret })
  | (Beside & { readonly basic: z.output<typeof basic> })
  | (Beside & { readonly oauth2: z.output<typeof oauth2> })
  | { readonly headers: Headers }

/** `auth:` of a system that is asked over HTTP. */
export const auth = z
  .strictObject({
    bearer: secret.optional().describe('A token for Authorization: Bearer.'),
    basic: basic.optional().describe('A user and a password.'),
    oauth2: oauth2.optional().describe('The client credentials grant.'),
    headers: z.record(z.string(), secret).optional().describe('Headers that prove who asks.'),
  })
  .refine(isOneWay, {
    error: 'needs one of bearer, basic and oauth2, or headers; headers may stand beside each',
    when: ({ issues }) => issues.length === 0,
  })
  .meta({
    oneOf: [
      { required: ['bearer'] },
      { required: ['basic'] },
      { required: ['oauth2'] },
      { required: ['headers'], maxProperties: 1 },
    ],
  }) as z.ZodType as z.ZodType<SaidAuth>

function isOneWay({ headers, ...ways }: Readonly<Record<string, unknown>>): boolean {
  const given = Object.values(ways).filter((way) => way !== undefined).length
  return given === 1 || (given === 0 && headers !== undefined)
}
