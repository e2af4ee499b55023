import { describe, expect, test } from 'vitest'
import {
  GONE,
  LINKED,
  agreedOn,
  atTokens,
  baseOf,
  present,
  presenceWith,
  rule,
  termsWith,
} from '../sample.ts'
import type { CreatedRule, DeletedRule, UpdateDeletePolicy } from '../../../src/core/terms.ts'
import type { Decision } from '../../../src/core/decide/decision.ts'
import type { Observation } from '../../../src/core/observation.ts'
import type { Pair } from '../../../src/core/pair.ts'
import { UNLINKED } from '../../../src/core/observation.ts'
import { decide } from '../../../src/core/decide/decide.ts'

const OLD = { v: 'old' }
const NEW = { v: 'new' }
const terms = termsWith()

const ONLY_A: Pair = { entity: 'person', no: 7, ids: { a: '1' } }

const when = (pair: Pair, a: Observation, b: Observation, on = terms): Decision =>
  decide(pair, { a, b }, on)

describe('a record that is alone', () => {
  const created = (rule: CreatedRule): Decision =>
    when(
      ONLY_A,
      present(NEW),
      UNLINKED,
      termsWith({ presence: presenceWith({ created: { a: rule, b: 'propagate' } }) }),
    )

  test('[D6] is created across, with every value that can be read', () => {
    expect(created('propagate')).toMatchObject({
      kind: 'create',
      cell: 'updated/missing',
      side: 'b',
      set: NEW,
      renew: false,
      reason: 'new on crm',
      override: undefined,
    })
  })

  test('[D6] is kept, removed or asked about if the rule says so, by name', () => {
    expect(created('keep')).toMatchObject({ kind: 'hold', override: 'unmatched on crm: keep' })
    expect(created('remove')).toMatchObject({
      kind: 'delete',
      side: 'a',
      override: 'unmatched on crm: remove',
    })
    expect(created('ask')).toMatchObject({ kind: 'conflict', conflict: 'presence', disputes: [] })
  })

  test('[D6] is created again as a new record where the pair had one', () => {
    expect(when(LINKED, present(NEW), GONE)).toMatchObject({ kind: 'create', renew: true })
    expect(when({ ...ONLY_A, ids: { b: '2' } }, UNLINKED, present(NEW))).toMatchObject({
      renew: false,
    })
  })

  test('[D11] is created without the values that cannot be read, which wait', () => {
    const fields = [rule('v'), rule('city'), rule('note')]
    const record = present(
      { note: 'n', v: 'new' },
      { refused: { city: 'no such city', other: '' } },
    )
    const decision = when(ONLY_A, record, UNLINKED, termsWith({ fields }))
    expect(decision).toMatchObject({
      set: { v: 'new', note: 'n' },
      notes: [{ field: 'city', kind: 'waiting', reason: 'no such city' }],
    })
    expect(JSON.stringify(decision)).toContain('"set":{"v":"new","note":"n"}')
  })

  test('[D11] is not created while a required value is refused, empty or was not read', () => {
    const needy = termsWith({ fields: [rule('v'), rule('city', { required: true })] })
    const why = (record: Observation): string => {
      const decision = when(ONLY_A, record, UNLINKED, needy)
      expect(decision.kind).toBe('wait')
      return decision.reason
    }
    const lacking = 'city is required and has no value yet'
    expect(why(present(NEW, { refused: { city: 'no such city' } }))).toBe(
      `${lacking}: no such city`,
    )
    expect(why(present({ v: 'new', city: null }))).toBe(`${lacking}: it is empty or was not read`)
    expect(why(present(NEW))).toBe(`${lacking}: it is empty or was not read`)
    const complete = present({ v: null, city: 'Oslo' })
    expect(when(ONLY_A, complete, UNLINKED, needy).kind).toBe('create')
  })

  test('[D5] is held where the other side accepts no creates', () => {
    const closed = termsWith({
      allow: { a: terms.allow.a, b: { create: false, update: true, delete: true } },
    })
    expect(when(ONLY_A, present(NEW), UNLINKED, closed)).toMatchObject({
      kind: 'hold',
      override: 'erp accepts no creates',
    })
  })

  test('[L18] is not created again unchanged after the target refused it', () => {
    const parking = { side: 'b', set: NEW, message: 'v is too long', sinceMs: 0 } as const
    const parked = { ...ONLY_A, parking }
    expect(when(parked, present(NEW), UNLINKED)).toMatchObject({
      kind: 'wait',
      reason: 'refused before: v is too long',
      notes: [{ field: 'v', kind: 'parked', reason: 'refused before: v is too long' }],
    })
    expect(when(parked, present(OLD), UNLINKED).kind).toBe('create')
    const elsewhere = { ...ONLY_A, parking: { ...parking, side: 'a' } as const }
    expect(when(elsewhere, present(NEW), UNLINKED).kind).toBe('create')
  })
})

describe('a deletion', () => {
  const deleted = (rule: DeletedRule): Decision =>
    when(
      agreedOn(OLD),
      GONE,
      present(OLD),
      termsWith({ presence: presenceWith({ deleted: { a: rule, b: 'propagate' } }) }),
    )

  test('[D6] takes the untouched counterpart with it', () => {
    expect(deleted('propagate')).toMatchObject({
      kind: 'delete',
      cell: 'deleted/unchanged',
      side: 'b',
      reason: 'deleted on crm, untouched on erp',
      override: undefined,
    })
  })

  test('[D6] is undone, left or asked about if the rule says so, by name', () => {
    const override = (rule: string): string => `deletes on crm: ${rule}`
    expect(deleted('restore')).toMatchObject({
      kind: 'create',
      side: 'a',
      renew: true,
      set: OLD,
      override: override('restore'),
    })
    expect(deleted('keep')).toMatchObject({ kind: 'hold', override: override('keep') })
    expect(deleted('ask')).toMatchObject({
      kind: 'conflict',
      conflict: 'presence',
      override: override('ask'),
    })
  })

  test('[D6] on both sides ends the pair, and so does nothing on either', () => {
    expect(when(agreedOn(OLD), GONE, GONE)).toMatchObject({
      kind: 'forget',
      cell: 'deleted/deleted',
      reason: 'deleted on both sides',
    })
    expect(when(ONLY_A, GONE, UNLINKED)).toMatchObject({
      kind: 'forget',
      cell: 'missing/missing',
      reason: 'nothing exists',
    })
  })

  test('[D5] is held where the other side accepts no deletes', () => {
    const closed = termsWith({
      allow: { a: terms.allow.a, b: { create: true, update: true, delete: false } },
    })
    expect(when(agreedOn(OLD), GONE, present(OLD), closed)).toMatchObject({
      kind: 'hold',
      override: 'erp accepts no deletes',
    })
  })
})

describe('a deletion of a record that changed across', () => {
  const ruled = (updatedDeleted: UpdateDeletePolicy, deletedUpdated: UpdateDeletePolicy) =>
    termsWith({ presence: presenceWith({ updatedDeleted, deletedUpdated }) })

  test('[D6] follows the policy of its own cell', () => {
    const pair = agreedOn(OLD)
    const on = ruled('keep-updated', 'keep-deleted')
    expect(when(pair, present(NEW), GONE, on)).toMatchObject({
      kind: 'create',
      cell: 'updated/deleted',
      side: 'b',
      renew: true,
      reason: 'changed on crm, deleted on erp',
    })
    expect(when(pair, GONE, present(NEW), on)).toMatchObject({
      kind: 'delete',
      cell: 'deleted/updated',
      side: 'b',
    })
    const other = ruled('keep-deleted', 'ask')
    expect(when(pair, present(NEW), GONE, other)).toMatchObject({ kind: 'delete', side: 'a' })
    expect(when(pair, GONE, present(NEW), other)).toMatchObject({
      kind: 'conflict',
      conflict: 'deleted/updated',
    })
    expect(when(pair, present(NEW), GONE, ruled('ask', 'ask'))).toMatchObject({
      conflict: 'updated/deleted',
    })
  })

  test('[D7] a moved version counts as a change, for private fields may have moved', () => {
    const pair = atTokens(agreedOn(OLD), 'a1', 'b1')
    const on = ruled('ask', 'ask')
    const seen = (token?: string): Observation => present(OLD, { token })
    expect(when(pair, seen('a1'), GONE, on)).toMatchObject({
      kind: 'delete',
      cell: 'unchanged/deleted',
    })
    expect(when(pair, seen('a2'), GONE, on)).toMatchObject({
      kind: 'conflict',
      cell: 'updated/deleted',
    })
    expect(when(pair, seen(undefined), GONE, on)).toMatchObject({ kind: 'delete' })
    expect(when(agreedOn(OLD), seen('a2'), GONE, on)).toMatchObject({ kind: 'delete' })
  })

  test('[D7] a refused value is a change, and so is content that an equal version denies', () => {
    const on = ruled('ask', 'ask')
    const refused = present({}, { refused: { v: 'no such value' } })
    expect(when(agreedOn(OLD), refused, GONE, on).kind).toBe('conflict')
    const lying = atTokens(agreedOn(OLD), 'a1', 'b1')
    expect(when(lying, present(NEW, { token: 'a1' }), GONE, on).kind).toBe('conflict')
  })

  test('[D7] a field that never agreed is no change if the version did not move', () => {
    const on = termsWith({
      fields: [rule('v'), rule('added')],
      presence: ruled('ask', 'ask').presence,
    })
    const record = (token?: string): Observation => present({ ...OLD, added: 'x' }, { token })
    const pair = atTokens(agreedOn(OLD), 'a1', 'b1')
    expect(when(pair, record('a1'), GONE, on)).toMatchObject({ kind: 'delete', side: 'a' })
    expect(when(agreedOn(OLD), record(), GONE, on).kind).toBe('conflict')
  })

  test('[D4] an edit of what belongs to the deleting side does not save the record', () => {
    const fields = [rule('v', { owner: 'b' }), rule('w')]
    const on = termsWith({ fields, presence: ruled('ask', 'ask').presence })
    const pair = agreedOn({ v: 'old', w: 1 })
    expect(when(pair, present({ v: 'new', w: 1 }), GONE, on)).toMatchObject({
      kind: 'delete',
      cell: 'updated/deleted',
      side: 'a',
      reason: 'deleted on erp; what changed on crm belongs to erp',
      override: 'v: owner erp',
    })
    expect(when(pair, present({ v: 'new', w: 2 }), GONE, on).kind).toBe('conflict')
    expect(when(pair, GONE, present({ v: 'new', w: 1 }), on).kind).toBe('conflict')
  })

  test('[D4] [D6] a deletion that is undone restores what drifted as well', () => {
    const on = termsWith({
      fields: [rule('v', { owner: 'b' })],
      presence: presenceWith({ deleted: { a: 'propagate', b: 'restore' } }),
    })
    expect(when(agreedOn(OLD), present(NEW), GONE, on)).toMatchObject({
      kind: 'create',
      set: NEW,
      override: 'deletes on erp: restore',
    })
  })

  test('[D7] a side’s own version speaks for it, not the other one’s', () => {
    const pair: Pair = { ...LINKED, base: { a: baseOf(OLD, 'a1'), b: baseOf(OLD, 'b1') } }
    expect(when(pair, GONE, present(OLD, { token: 'b1' }))).toMatchObject({
      kind: 'delete',
      side: 'b',
    })
    expect(when(pair, GONE, present(OLD, { token: 'a1' }))).toMatchObject({
      cell: 'deleted/updated',
    })
  })
})
