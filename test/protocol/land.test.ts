import { describe, expect, test } from 'vitest'
import { CREATE, PAIR, TERMS, UPDATE, UPDATE_BOTH, arm, sent } from './sample.ts'
import type { Landing } from '../../src/protocol/land.ts'
import type { Operation } from '../../src/core/operation.ts'
import type { Pair, Target } from '../../src/core/pair.ts'
import { foldPair } from '../../src/core/journal.ts'
import { intentOf } from '../../src/protocol/flight.ts'
import { land } from '../../src/protocol/land.ts'

/** The pair after a write of it landed. */
function landed(operation: Operation, landing: Landing, more: Partial<Pair> = {}): Pair {
  const pair = { ...sent(operation).pair, ...more }
  const events = land(pair, intentOf(pair), landing, TERMS)
  const end = events.reduce<Pair | undefined>((at, event) => at && foldPair(at, event), pair)
  if (end === undefined) throw new Error('the pair has ended')
  return end
}

describe('the bases after a write that landed', () => {
  test('[W4] the target has what its answer shows of the written fields', () => {
    const after = { fields: { x: '2.00', y: 1 }, token: 'b2' }
    expect(landed(UPDATE, { after }).base?.b).toEqual({
      fields: { x: '2.00', y: 1 },
      token: 'b2',
      previous: 'b1',
    })
  })

  test('[W4] the source has what the plan used, and the version at which it said so', () => {
    const { base } = landed(UPDATE, { after: { fields: { x: '2.00', y: 1 }, token: 'b2' } })
    expect(base?.a).toEqual({ fields: { x: 2, y: 1 }, token: 'a2', previous: 'a1' })
  })

  test('[W11] another field of the answer may be a user’s edit: it becomes no base, nor its version', () => {
    const { base } = landed(UPDATE, { after: { fields: { x: 2, y: 9 }, token: 'b3' } })
    expect(base?.b).toEqual({ fields: { x: 2, y: 1 }, token: undefined, previous: 'b1' })
  })

  test('[W11] a written field that the answer does not show is believed as sent', () => {
    expect(landed(UPDATE, { after: { fields: { y: 1 }, token: 'b2' } }).base?.b.fields).toEqual({
      x: 2,
      y: 1,
    })
  })

  test('[W11] a value where nothing was sent is the target’s own and travels back', () => {
    const empty = { ...CREATE, set: { x: 1, y: null }, agreed: bothAgree({ x: 1, y: null }) }
    const after = { fields: { x: 1, y: 'default' }, token: 'b1' }
    const { base } = landed(empty, { id: 'b8', after })
    expect(base?.b).toEqual({ fields: { x: 1, y: null }, token: undefined })
  })

  test('[W11] fields that agreed without a write are taken as planned, not as answered', () => {
    const operation = { ...UPDATE, agreed: bothAgree({ x: 2, y: 5 }) }
    const { base } = landed(operation, { after: { fields: { x: 2, y: 9 }, token: 'b3' } })
    expect(base?.b.fields).toEqual({ x: 2, y: 5 })
    expect(base?.a.fields).toEqual({ x: 2, y: 5 })
  })

  test('[W4] a create begins both bases anew, whatever was remembered', () => {
    const renewed = { ...CREATE, set: { x: 3 }, agreed: bothAgree({ x: 3 }) }
    expect(landed(renewed, { id: 'b9' }, { base: PAIR.base }).base).toEqual({
      a: { fields: { x: 3 }, token: undefined },
      b: { fields: { x: 3 }, token: undefined },
    })
  })

  test('[W7] a new incarnation replaces the id the record had', () => {
    const pair = landed(CREATE, { id: 'b9' }, { ids: { a: 'a8', b: 'b8' } })
    expect(pair.ids).toEqual({ a: 'a8', b: 'b9' })
  })

  test('[W6] fields that did not land keep their base and stay pending', () => {
    const operation = { ...UPDATE_BOTH, agreed: bothAgree({ x: 2, y: 2, z: 5 }) }
    const { base } = landed(operation, { fields: ['y'] })
    expect(base?.a.fields).toEqual({ x: 1, y: 2, z: 5 })
    expect(base?.b.fields).toEqual({ x: 1, y: 2, z: 5 })
  })
})

describe('a merge of which a write landed', () => {
  const target: Target = { fields: { x: 9 }, seen: { a: { x: 2, y: 1 }, b: { x: 3, y: 1 } } }
  const first: Operation = {
    ...UPDATE,
    set: { x: 9 },
    agreed: { a: {}, b: {} },
    closesTarget: undefined,
  }

  test('[W13] goes on, and remembers what the first side made of the value', () => {
    const pair = landed(first, { after: { fields: { x: 'nine', y: 1 }, token: 'b3' } }, { target })
    expect(pair.target).toEqual({ ...target, given: { b: { x: 'nine' } } })
    expect(pair.base?.a.fields).toEqual({ x: 1, y: 1 })
    expect(pair.base?.b.fields).toEqual({ x: 1, y: 1 })
    expect(landed(first, {}, { target }).target?.given).toEqual({ b: { x: 9 } })
  })

  test('[W13] agrees with its second write, in the form that each side keeps', () => {
    const second: Operation = {
      ...first,
      side: 'a',
      id: 'a7',
      agreed: bothAgree({ x: 9 }),
      closesTarget: true,
    }
    const given = { b: { x: 'nine' } }
    const pair = landed(second, {}, { target: { ...target, given } })
    expect(pair.target).toBeUndefined()
    expect(pair.base?.a.fields).toEqual({ x: 9, y: 1 })
    expect(pair.base?.b.fields).toEqual({ x: 'nine', y: 1 })
  })

  test('[W13] that carried none of its fields leaves it as it was', () => {
    const other = { ...UPDATE, set: { y: 2 }, agreed: bothAgree({ y: 2 }), closesTarget: undefined }
    expect(landed(other, {}, { target }).target).toBe(target)
  })

  test('[W13] counts only the fields that landed', () => {
    const both = { ...first, set: { x: 9, y: 2 } }
    expect(landed(both, { fields: ['y'] }, { target }).target).toBe(target)
    expect(landed(both, { fields: ['x'] }, { target }).target?.given).toEqual({ b: { x: 9 } })
  })

  test('[W2] an intent alone moves nothing', () => {
    expect(arm(first).pair?.base).toBe(PAIR.base)
  })
})

function bothAgree<T>(fields: T): { readonly a: T; readonly b: T } {
  return { a: fields, b: fields }
}
