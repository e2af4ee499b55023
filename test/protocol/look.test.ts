import { describe, expect, test } from 'vitest'
import {
  CREATE,
  DELETE,
  TERMS,
  UNGUARDED,
  UPDATE,
  WORLD,
  answer,
  arm,
  flightAfter,
  gist,
  present,
  sent,
} from './sample.ts'
import type { Observation } from '../../src/core/observation.ts'
import type { Operation } from '../../src/core/operation.ts'
import type { Step, StepTerms } from '../../src/protocol/flight.ts'
import { step } from '../../src/protocol/step.ts'

const GONE: Observation = { kind: 'absent', proof: 'gone' }
const UNKNOWN: Observation = { kind: 'unknown', why: 'silence' }
const WITHOUT_TOKENS: StepTerms = {
  ...WORLD,
  terms: { ...TERMS, tokenCovers: { a: false, b: false } },
}

describe('the read before a write without a condition', () => {
  const probe = (operation: Operation, target: Observation, world = WORLD): Step =>
    step(
      flightAfter(arm({ ...operation, condition: UNGUARDED })),
      { kind: 'looked', target },
      world,
    )

  test('[W3] happens for updates and deletes, and before the request', () => {
    expect(arm({ ...UPDATE, condition: UNGUARDED }).next).toEqual({ kind: 'look', id: 'b7' })
    expect(arm({ ...DELETE, condition: UNGUARDED }).next).toEqual({ kind: 'look', id: 'b7' })
    expect(arm({ ...CREATE, condition: UNGUARDED }).next).toEqual({ kind: 'send' })
    expect(arm(UPDATE).next).toEqual({ kind: 'send' })
  })

  test.each<[string, Observation, StepTerms, string]>([
    ['the same version', present({ x: 1, y: 1 }, 'b1'), WORLD, '→ send'],
    ['the same version, whatever it shows', present({ x: 8, y: 1 }, 'b1'), WORLD, '→ send'],
    ['another version', present({ x: 1, y: 1 }, 'b2'), WORLD, 'withdrawn → again'],
    ['no version and the same content', present({ x: 1, y: 1 }), WORLD, '→ send'],
    ['no version and other content', present({ x: 1, y: 3 }), WORLD, 'withdrawn → again'],
    [
      'a version that proves nothing and the same content',
      present({ x: 1, y: 1 }, 'b2'),
      WITHOUT_TOKENS,
      '→ send',
    ],
    [
      'a version that proves nothing and other content',
      present({ x: 1, y: 3 }, 'b1'),
      WITHOUT_TOKENS,
      'withdrawn → again',
    ],
    ['no record', GONE, WORLD, 'withdrawn → again'],
    ['nothing', UNKNOWN, WORLD, 'withdrawn → again'],
  ])('[W3] that shows %s', (_, target, world, expected) => {
    for (const operation of [UPDATE, DELETE])
      expect(gist(probe(operation, target, world))).toBe(expected)
  })

  test('[W3] that shows a version where the decision saw none goes by the content', () => {
    const seen = { ...UPDATE.seen, b: { fields: { x: 1, y: 1 } } }
    const unversioned = { ...UPDATE, seen }
    expect(gist(probe(unversioned, present({ x: 1, y: 1 }, 'b1')))).toBe('→ send')
    expect(gist(probe(unversioned, present({ x: 3, y: 1 }, 'b1')))).toBe('withdrawn → again')
  })

  test('[W3] that shows anything where the decision saw no record ends the write', () => {
    const blind = { ...UPDATE, seen: { ...UPDATE.seen, b: undefined } }
    expect(gist(probe(blind, present({ x: 1, y: 1 }, 'b1')))).toBe('withdrawn → again')
  })

  test('[W5] that ends the write leaves the bases', () => {
    const taken = probe(UPDATE, GONE)
    expect(taken.pair?.intent).toBeUndefined()
    expect(taken.pair?.base?.b.fields).toEqual({ x: 1, y: 1 })
  })

  test('counts as no request: the first one follows', () => {
    const taken = probe(UPDATE, present({ x: 1, y: 1 }, 'b1'))
    expect(taken.progress).toEqual({ phase: 'sending', doubt: false, sends: 1 })
  })
})

describe('the read after a write whose answer showed no record', () => {
  const readBack = (target: Observation, token: string | undefined, operation = UPDATE): Step => {
    const id = operation.id ?? 'b8'
    const written = step(sent(operation), answer({ kind: 'written', id, token }), WORLD)
    return step(flightAfter(written), { kind: 'looked', target }, WORLD)
  }
  const baseAfter = (target: Observation, token?: string) => readBack(target, token).pair?.base?.b

  test('[W11] becomes the base at the version that the answer named', () => {
    expect(baseAfter(present({ x: 'two', y: 1 }, 'b2'), 'b2')).toEqual({
      fields: { x: 'two', y: 1 },
      token: 'b2',
      previous: 'b1',
    })
  })

  test('[W11] gives the base its version where it shows what was sent', () => {
    const base = { fields: { x: 2, y: 1 }, token: 'b2', previous: 'b1' }
    expect(baseAfter(present({ x: 2, y: 1 }, 'b2'))).toEqual(base)
    expect(baseAfter(present({ x: 2, y: 1 }, 'b2'), 'unread')).toEqual(base)
  })

  test('[W11] gives the base what the target makes of a value for the second time, and not for the first', () => {
    const again: Operation = {
      ...UPDATE,
      set: { x: 1 },
      seen: { ...UPDATE.seen, b: { fields: { x: 'one', y: 1 }, token: 'b1' } },
      agreed: { a: { x: 1 }, b: { x: 1 } },
    }
    const shown = present({ x: 'one', y: 1 }, 'b2')
    expect(readBack(shown, undefined, again).pair?.base?.b.fields).toEqual({ x: 'one', y: 1 })
    const first = { ...again, set: { x: 2 }, agreed: { a: { x: 2 }, b: { x: 2 } } }
    expect(readBack(shown, undefined, first).pair?.base?.b.fields).toEqual({ x: 2, y: 1 })
  })

  test.each<[string, Observation, string | undefined]>([
    ['another version and other content', present({ x: 9, y: 1 }, 'b3'), 'b2'],
    ['other content, and the answer named no version', present({ x: 9, y: 1 }, 'b2'), undefined],
    ['an edit of another field', present({ x: 2, y: 9 }, 'b3'), 'b2'],
    ['no record', GONE, 'b2'],
    ['nothing', UNKNOWN, 'b2'],
  ])('[W11] never becomes the base where a user may have edited: %s', (_, target, token) => {
    const taken = readBack(target, token)
    expect(gist(taken)).toBe('landed → done')
    expect(taken.pair?.base?.b).toEqual({
      fields: { x: 2, y: 1 },
      token: undefined,
      previous: 'b1',
    })
  })

  test('[W4] leaves the source at the value the plan used', () => {
    expect(readBack(present({ x: 'two', y: 1 }, 'b2'), 'b2').pair?.base?.a).toMatchObject({
      fields: { x: 2, y: 1 },
      token: 'a2',
    })
  })

  test('[W7] gives a created record the id that the answer named', () => {
    const taken = readBack(present({ x: 1, y: 1 }, 'b1'), 'b1', CREATE)
    expect(gist(taken)).toBe('landed → done')
    expect(taken.pair?.ids).toEqual({ a: 'a8', b: 'b8' })
  })
})
