import { format, inspect } from 'node:util'
import { expect, test } from 'vitest'
import { Secret } from '../../src/core/secret.ts'

const CANARY = 'canary-7f3a'

test('[C9] a secret shows itself nowhere but where it is revealed', () => {
  const secret = new Secret(CANARY)
  const shown = [
    String(secret),
    'token ' + secret.toString(),
    JSON.stringify({ auth: { bearer: secret } }),
    inspect({ auth: { bearer: secret } }, { depth: 9, showHidden: true }),
    format('%s %o %O %j', secret, secret, secret, secret),
    Object.keys(secret).join(),
    JSON.stringify(Object.entries(secret)),
    JSON.stringify(structuredClone(secret)),
    inspect(new Error('failed', { cause: secret })),
  ]
  for (const text of shown) expect(text).not.toContain(CANARY)
  expect(secret.reveal()).toBe(CANARY)
})

test('[C9] a secret cannot be changed into another one', () => {
  const secret = new Secret(CANARY)
  expect(() => Object.assign(secret, { reveal: () => 'other' })).toThrow(TypeError)
  expect(secret.reveal()).toBe(CANARY)
})
