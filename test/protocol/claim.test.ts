import { describe, expect, test } from 'vitest'
import { CREATE, IDENTIFICATIONS, SILENCE, TERMS, UPDATE, answer, sent } from './sample.ts'
import type { Identification, Intent } from '../../src/core/operation.ts'
import { intentOf } from '../../src/protocol/flight.ts'
import { isClaimed } from '../../src/protocol/claim.ts'
import { step } from '../../src/protocol/step.ts'
import { WORLD } from './sample.ts'

const intentFor = (identification: Identification): Intent =>
  intentOf(sent(CREATE, identification).pair)

const stray = (id: string, fields = {}, ref?: string) => ({
  id,
  fields,
  native: (field: string) => (field === 'ref' ? ref : undefined),
})

describe('what an unsettled create says of a record nobody is linked to', () => {
  test('[W7] an id we chose is ours, and no other is', () => {
    const intent = intentFor(IDENTIFICATIONS['client-id'])
    expect(isClaimed(intent, stray('c8'), TERMS)).toBe(true)
    expect(isClaimed(intent, stray('b1', CREATE.set), TERMS)).toBe(false)
  })

  test('[W7] a record with our key is ours, and no other is', () => {
    const intent = intentFor(IDENTIFICATIONS['external-key'])
    expect(isClaimed(intent, stray('b1', {}, 'k8'), TERMS)).toBe(true)
    expect(isClaimed(intent, stray('b1', CREATE.set, 'k9'), TERMS)).toBe(false)
  })

  test.each(['idempotency-key', 'none'] as const)(
    '[W7] without a mark any record may be ours until a person is asked (%s)',
    (kind) => {
      expect(isClaimed(intentFor(IDENTIFICATIONS[kind]), stray('b1', { x: 9 }), TERMS)).toBe(true)
    },
  )

  test('[W7] once a person is asked, only what shows what was sent may be ours', () => {
    const unknown = step(sent(CREATE, IDENTIFICATIONS.none), answer(SILENCE), WORLD)
    const search = { kind: 'searched', search: { kind: 'searched', matches: [] } } as const
    const asked = step({ pair: unknown.pair!, progress: unknown.progress }, search, WORLD)
    const intent = intentOf(asked.pair!)
    expect(isClaimed(intent, stray('b1', { x: 1, y: 1 }), TERMS)).toBe(true)
    expect(isClaimed(intent, stray('b1', { x: 1, y: 2 }), TERMS)).toBe(false)
  })

  test('[W7] an update claims nothing', () => {
    expect(isClaimed(intentOf(sent(UPDATE).pair), stray('b7', { x: 2 }), TERMS)).toBe(false)
  })
})
