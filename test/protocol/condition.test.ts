import { describe, expect, test } from 'vitest'
import { ABILITY, present } from './sample.ts'
import { guardOf } from '../../src/protocol/condition.ts'

const seen = present({ x: 1 }, 'b1')

describe('the guard of a write', () => {
  test.each([
    ['update', 'token'],
    ['update', 'stamp'],
    ['delete', 'token'],
    ['delete', 'stamp'],
  ] as const)('[W3] an %s rests on the %s that was read', (verb, means) => {
    expect(guardOf(verb, seen, { ...ABILITY, [verb]: means })).toEqual({
      kind: 'guarded',
      condition: { kind: means, token: 'b1' },
    })
  })

  test.each(['update', 'delete'] as const)(
    '[W3] an unconditional %s says why it has no condition',
    (verb) => {
      const guarding = guardOf(verb, seen, { ...ABILITY, [verb]: 'none' })
      expect(guarding).toMatchObject({ kind: 'guarded', condition: { kind: 'none' } })
      expect(JSON.stringify(guarding)).toContain('no conditional write')
    },
  )

  test('[W3] what a delete can do says nothing about an update', () => {
    const ability = { ...ABILITY, update: 'token', delete: 'none' } as const
    expect(guardOf('update', seen, ability)).toMatchObject({ condition: { kind: 'token' } })
    expect(guardOf('delete', seen, ability)).toMatchObject({ condition: { kind: 'none' } })
  })

  test('[W3] a version that is not known is read, never done without', () => {
    expect(guardOf('update', present({ x: 1 }), ABILITY)).toMatchObject({ kind: 'unread' })
    expect(guardOf('delete', { kind: 'unknown', why: 'silence' }, ABILITY)).toMatchObject({
      kind: 'unread',
    })
  })

  test('[W9] a stamp that is not settled is not written against, even if one was given', () => {
    const ability = { ...ABILITY, update: 'stamp' } as const
    const fresh = { ...seen, unsettled: true }
    expect(guardOf('update', fresh, ability)).toMatchObject({ kind: 'unread' })
    expect(guardOf('update', { ...fresh, token: undefined }, ability)).toEqual({
      kind: 'unread',
      why: 'its last change is too recent to write against (W9)',
    })
  })

  test.each([
    [true, 'client-id', 'absent'],
    [false, 'client-id', 'none'],
    [true, 'external-key', 'none'],
    [true, 'idempotency-key', 'none'],
    [true, 'none', 'none'],
  ] as const)(
    '[W3] where creating if absent is %s and creates are known by %s, a create is guarded by %s',
    (createIfAbsent, identification, kind) => {
      const ability = { ...ABILITY, createIfAbsent, identification }
      const target = { kind: 'absent', proof: 'unlinked' } as const
      expect(guardOf('create', target, ability)).toMatchObject({
        kind: 'guarded',
        condition: { kind },
      })
    },
  )
})
