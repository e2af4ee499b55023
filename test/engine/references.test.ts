import type { Family, FamilyField } from './family.ts'
import type { RunReport } from '../../src/engine/report.ts'
import { describe, expect, test } from 'vitest'
import { assert } from '../../src/core/assert.ts'
import { makeFamily } from './family.ts'

const NAME: FamilyField = { name: 'name' }
const COMPANY: FamilyField = {
  name: 'company',
  a: 'companyId',
  b: 'company_no',
  refersTo: 'company',
}
const PEOPLE = { company: [NAME], person: [NAME, COMPANY] }

/** The name of the record that a field of another refers to, as people of that system see it. */
function parentOf(
  family: Family,
  side: 'a' | 'b',
  [collection, name, field, parent]: readonly [string, string, string, string],
): unknown {
  const child = recordOf(family, side, collection, name)
  const id = child.fields[field]
  return typeof id === 'string' ? family[side].users(parent).read(id)?.['name'] : id
}

function recordOf(family: Family, side: 'a' | 'b', collection: string, name: string) {
  const found = [...family[side].users(collection).readAll()].find(
    ([, fields]) => fields['name'] === name,
  )
  assert(found !== undefined, `${name} is in ${collection}`)
  return { id: found[0], fields: found[1] }
}

/** What the last run left is in agreement: another one writes nothing. */
async function expectRest(family: Family, exitCode: RunReport['exitCode'] = 0): Promise<void> {
  family.writesTo('a')
  family.writesTo('b')
  const report = await family.run()
  expect([family.writesTo('a'), family.writesTo('b')]).toEqual([[], []])
  expect(report.exitCode).toBe(exitCode)
}

describe('a reference to another entity', () => {
  test('[E6] finds its parent although both are created in the same run, on either side', async () => {
    const family = makeFamily({ entities: PEOPLE })
    family.b.users('company').create({ name: 'an earlier number' })
    const acme = family.a.users('company').create({ name: 'Acme' })
    family.a.users('person').create({ name: 'Ada', companyId: acme })
    const brio = family.b.users('company').create({ name: 'Brio' })
    family.b.users('person').create({ name: 'Bob', company_no: brio })
    expect((await family.run()).exitCode).toBe(0)
    expect(parentOf(family, 'b', ['person', 'Ada', 'company_no', 'company'])).toBe('Acme')
    expect(parentOf(family, 'a', ['person', 'Bob', 'companyId', 'company'])).toBe('Brio')
    expect(family.writesTo('b')).toEqual(['create company Acme', 'create person Ada'])
    await expectRest(family)
  })

  test('[E6] is deleted before its parent', async () => {
    const family = makeFamily({ entities: PEOPLE })
    const acme = family.a.users('company').create({ name: 'Acme' })
    const ada = family.a.users('person').create({ name: 'Ada', companyId: acme })
    const stays = family.a.users('company').create({ name: 'Brio' })
    family.a.users('person').create({ name: 'Bob', companyId: stays })
    await family.run()
    const there = [
      `delete person ${recordOf(family, 'b', 'person', 'Ada').id}`,
      `delete company ${recordOf(family, 'b', 'company', 'Acme').id}`,
    ]
    family.writesTo('b')
    family.a.users('company').delete(acme)
    family.a.users('person').delete(ada)
    expect((await family.run()).exitCode).toBe(0)
    expect(family.writesTo('b')).toEqual(there)
    await expectRest(family)
  })

  test('[E6] to a record without a counterpart waits alone: the other fields flow, and it follows later', async () => {
    const isRefused = { current: true }
    const family = makeFamily({
      entities: PEOPLE,
      onRequestB: ({ operation, collection }) =>
        isRefused.current && operation === 'create' && collection === 'company'
          ? { kind: 'refuse', outcome: { kind: 'refused', why: 'invalid', message: 'no' } }
          : 'pass',
    })
    const ada = family.a.users('person').create({ name: 'Ada', companyId: null })
    await family.run()
    const acme = family.a.users('company').create({ name: 'Acme' })
    family.a.users('person').update(ada, { companyId: acme, name: 'Ada L.' })
    expect((await family.run()).exitCode).toBe(4)
    expect(recordOf(family, 'b', 'person', 'Ada L.').fields['company_no'] ?? null).toBeNull()
    await expectRest(family, 4)
    isRefused.current = false
    family.a.users('company').update(acme, { name: 'Acme Ltd' })
    expect((await family.run()).exitCode).toBe(0)
    expect(parentOf(family, 'b', ['person', 'Ada L.', 'company_no', 'company'])).toBe('Acme Ltd')
    await expectRest(family)
  })

  test('[E6] that is required keeps its record back until the parent is there', async () => {
    const isRefused = { current: true }
    const family = makeFamily({
      entities: { company: [NAME], person: [NAME, { ...COMPANY, required: true }] },
      onRequestB: ({ operation, collection }) =>
        isRefused.current && operation === 'create' && collection === 'company'
          ? { kind: 'refuse', outcome: { kind: 'refused', why: 'invalid', message: 'no' } }
          : 'pass',
    })
    const acme = family.a.users('company').create({ name: 'Acme' })
    family.a.users('person').create({ name: 'Ada', companyId: acme })
    expect((await family.run()).exitCode).toBe(4)
    expect(family.b.users('person').readAll().size).toBe(0)
    await expectRest(family, 4)
    isRefused.current = false
    family.a.users('company').update(acme, { name: 'Acme Ltd' })
    expect((await family.run()).exitCode).toBe(0)
    expect(parentOf(family, 'b', ['person', 'Ada', 'company_no', 'company'])).toBe('Acme Ltd')
    await expectRest(family)
  })

  test('[E6] in a circle is completed in the run that creates both ends', async () => {
    const contact: FamilyField = {
      name: 'contact',
      a: 'contactId',
      b: 'contact_no',
      refersTo: 'person',
    }
    const family = makeFamily({ entities: { company: [NAME, contact], person: [NAME, COMPANY] } })
    const acme = family.a.users('company').create({ name: 'Acme' })
    const ada = family.a.users('person').create({ name: 'Ada', companyId: acme })
    family.a.users('company').update(acme, { contactId: ada })
    expect((await family.run()).exitCode).toBe(0)
    expect(parentOf(family, 'b', ['company', 'Acme', 'contact_no', 'person'])).toBe('Ada')
    expect(parentOf(family, 'b', ['person', 'Ada', 'company_no', 'company'])).toBe('Acme')
    await expectRest(family)
    const eve = family.a.users('person').create({ name: 'Eve', companyId: acme })
    family.a.users('company').update(acme, { contactId: eve })
    expect((await family.run()).exitCode).toBe(0)
    expect(parentOf(family, 'b', ['company', 'Acme', 'contact_no', 'person'])).toBe('Eve')
    await expectRest(family)
  })
})

describe('a reference within its own entity', () => {
  const PART: FamilyField = { name: 'parent', a: 'parentId', b: 'parent_no', refersTo: 'part' }
  const DEPTH = 7

  /** A chain of parts in `a`, each the parent of the one before it: no record stands before its children. */
  function makeChain(rule: Partial<FamilyField> = {}): Family {
    const family = makeFamily({ entities: { part: [NAME, { ...PART, ...rule }] } })
    const parts = family.a.users('part')
    const ids = Array.from({ length: DEPTH }, (_, no) =>
      parts.create({ name: `p${no}`, parentId: null }),
    )
    ids.slice(0, -1).forEach((id, no) => parts.update(id, { parentId: ids[no + 1] ?? null }))
    return family
  }

  const CHAIN = Array.from({ length: DEPTH }, (_, no) => `p${no}`)

  test.each([false, true])(
    '[E6] creates parents first and nothing twice (required: %s)',
    async (required) => {
      const family = makeChain({ required })
      if (required) {
        const last = recordOf(family, 'a', 'part', `p${DEPTH - 1}`)
        // The root of a tree in which every part has a parent is its own.
        family.a.users('part').update(last.id, { parentId: last.id })
        await family.run()
        expect(family.b.users('part').readAll().size).toBe(0)
        return
      }
      expect((await family.run()).exitCode).toBe(0)
      expect(family.writesTo('b')).toEqual(CHAIN.toReversed().map((name) => `create part ${name}`))
      for (const [no, name] of CHAIN.slice(0, -1).entries())
        expect(parentOf(family, 'b', ['part', name, 'parent_no', 'part'])).toBe(`p${no + 1}`)
      await expectRest(family)
    },
  )

  test('[E6] deletes children first', async () => {
    const family = makeChain()
    await family.run()
    const there = CHAIN.map((name) => `delete part ${recordOf(family, 'b', 'part', name).id}`)
    family.writesTo('b')
    for (const name of CHAIN.toReversed())
      family.a.users('part').delete(recordOf(family, 'a', 'part', name).id)
    family.a.users('part').create({ name: 'so that one is left', parentId: null })
    expect((await family.run()).exitCode).toBe(0)
    expect(family.writesTo('b').filter((write) => write.startsWith('delete'))).toEqual(there)
  })

  test('[E6] two records that are each other’s parent end linked both ways', async () => {
    const family = makeFamily({ entities: { part: [NAME, PART] } })
    const parts = family.a.users('part')
    const one = parts.create({ name: 'one', parentId: null })
    const two = parts.create({ name: 'two', parentId: one })
    parts.update(one, { parentId: two })
    expect((await family.run()).exitCode).toBe(0)
    expect(parentOf(family, 'b', ['part', 'one', 'parent_no', 'part'])).toBe('two')
    expect(parentOf(family, 'b', ['part', 'two', 'parent_no', 'part'])).toBe('one')
    await expectRest(family)
  })
})
