import { describe, expect, test } from 'vitest'
import { GONE, LINKED, agreedOn, atTokens, baseOf, present, termsWith } from '../sample.ts'
import type { Intent } from '../../../src/core/operation.ts'
import type { Observation } from '../../../src/core/observation.ts'
import type { Pair } from '../../../src/core/pair.ts'
import { UNLINKED } from '../../../src/core/observation.ts'
import { decide } from '../../../src/core/decide/decide.ts'

const OLD = { v: 'old' }
const NEW = { v: 'new' }
const terms = termsWith()

describe('what is not known', () => {
  test('[D13] each unknown side is named with its reason, and asked to be read', () => {
    const seen = {
      a: { kind: 'moved', to: '9' },
      b: { kind: 'out-of-scope', why: 'filtered out' },
    } as const
    expect(decide(agreedOn(OLD), seen, terms)).toMatchObject({
      kind: 'wait',
      cell: 'unknown/unknown',
      reason: 'crm: the record moved to 9; erp: filtered out',
      unread: ['a', 'b'],
    })
  })

  test('[D13] the other side’s situation is told all the same', () => {
    const unknown: Observation = { kind: 'unknown', why: 'timeout' }
    const on = (b: Observation): string => decide(agreedOn(OLD), { a: unknown, b }, terms).cell
    expect(on(present(OLD))).toBe('unknown/unchanged')
    expect(on(present(NEW))).toBe('unknown/updated')
    expect(on(GONE)).toBe('unknown/deleted')
    expect(decide(LINKED, { a: unknown, b: UNLINKED }, terms)).toMatchObject({ unread: ['a', 'b'] })
  })

  test('[D13] a request that is not settled comes before everything', () => {
    const intent: Intent = {
      entity: 'person',
      pair: 7,
      side: 'b',
      verb: 'update',
      set: NEW,
      condition: { kind: 'token', token: 'b1' },
      seen: { a: undefined, b: undefined },
      agreed: { a: {}, b: {} },
      reason: '',
      op: 'op-1',
      identification: { kind: 'none' },
      body: {},
      sinceMs: 0,
    }
    const decision = decide(
      agreedOn(OLD, OLD, { intent }),
      { a: present(OLD), b: present(OLD) },
      terms,
    )
    expect(decision).toMatchObject({ kind: 'wait', cell: 'unchanged/unchanged' })
    expect(decision).not.toHaveProperty('unread')
  })
})

describe('a version that was replaced', () => {
  const pair: Pair = { ...LINKED, base: { a: baseOf(NEW, 'a2', 'a1'), b: baseOf(NEW, 'b1') } }
  const b = present({ v: 'newer' }, { token: 'b2' })

  test('[D13] [L17] is a stale copy: it undoes nothing', () => {
    expect(decide(pair, { a: present(OLD, { token: 'a1' }), b }, terms)).toMatchObject({
      kind: 'wait',
      cell: 'unknown/updated',
      reason: 'crm: the read is older than what is remembered',
      unread: ['a'],
    })
  })

  test('[L17] is news when it was read by id, for some versions recur with their content', () => {
    const fresh = present(OLD, { token: 'a1', fresh: true })
    expect(decide(pair, { a: fresh, b: present(NEW, { token: 'b1' }) }, terms)).toMatchObject({
      kind: 'update',
      set: { b: OLD },
    })
  })

  test('[L17] is not one that is the current one again', () => {
    const back: Pair = { ...LINKED, base: { a: baseOf(OLD, 'a1', 'a1'), b: baseOf(OLD, 'b1') } }
    const seen = { a: present(OLD, { token: 'a1' }), b: present(NEW, { token: 'b2' }) }
    expect(decide(back, seen, terms).kind).toBe('update')
  })

  test('[L17] is no sign of a stale copy where versions do not move with every edit', () => {
    const seen = { a: present(OLD, { token: 'a1' }), b: present(NEW, { token: 'b1' }) }
    const some = termsWith({ tokenCovers: { a: false, b: true } })
    expect(decide(pair, seen, some)).toMatchObject({ kind: 'update', set: { b: OLD } })
  })

  test('[L17] without a token nothing is stale', () => {
    const untold: Pair = { ...LINKED, base: { a: baseOf(OLD, 'a2', 'a1'), b: baseOf(OLD, 'b1') } }
    const seen = { a: present(NEW), b: present(OLD, { token: 'b1' }) }
    expect(decide(untold, seen, terms)).toMatchObject({ kind: 'update', set: { b: NEW } })
  })
})

describe('an absence', () => {
  test('[D13] without proof is unknown where a record was known', () => {
    const a = present(OLD)
    const unproved = { kind: 'wait', reason: 'erp: the absence of the record is not proved' }
    expect(decide(agreedOn(OLD), { a, b: UNLINKED }, terms)).toMatchObject(unproved)
    expect(decide(LINKED, { a, b: UNLINKED }, terms)).toMatchObject(unproved)
    expect(decide({ ...LINKED, ids: { a: '1' } }, { a, b: UNLINKED }, terms).kind).toBe('create')
  })

  test('[D13] is proved in three ways', () => {
    for (const proof of ['not-found', 'gone', 'tombstone'] as const) {
      const b: Observation = { kind: 'absent', proof }
      expect(decide(agreedOn(OLD), { a: present(OLD), b }, terms).kind, proof).toBe('delete')
    }
  })
})

describe('cells', () => {
  test('[D2] the cell tells what moved on each side', () => {
    const cell = (pair: Pair, a: Observation, b: Observation): string =>
      decide(pair, { a, b }, terms).cell
    expect(cell(LINKED, present(OLD), present(OLD))).toBe('updated/updated')
    expect(cell(agreedOn(OLD), present(NEW), present(OLD))).toBe('updated/unchanged')
    expect(cell(agreedOn(OLD), present(NEW), present(NEW))).toBe('updated/updated')
    expect(cell(agreedOn(OLD), GONE, present(NEW))).toBe('deleted/updated')
  })

  test('[D2] an equal version says unchanged for every field that ever agreed', () => {
    const pair = atTokens(agreedOn(OLD), 'a1', 'b1')
    const b = present(NEW, { token: 'b2' })
    expect(decide(pair, { a: present(NEW, { token: 'a1' }), b }, terms).cell).toBe(
      'unchanged/updated',
    )
  })
})

describe('speed', () => {
  test('[L7] a pair that did not move is passed without allocating a decision', () => {
    const pair = atTokens(agreedOn(OLD), 'a1', 'b1')
    const seen = { a: present(OLD, { token: 'a1' }), b: present(OLD, { token: 'b1' }) }
    expect(decide(pair, seen, terms)).toBe(decide(pair, seen, terms))
  })

  test('[L7] a listing that does not tell versions says nothing against them', () => {
    const pair = atTokens(agreedOn(OLD), 'a1', 'b1')
    const seen = { a: present(OLD), b: present(OLD, { token: 'b1' }) }
    expect(decide(pair, seen, terms).kind).toBe('nothing')
  })
})
