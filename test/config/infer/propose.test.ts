import { expect, test } from 'vitest'
import type { Fields } from '../../../src/core/value.ts'
import { entityNames } from '../../../src/config/infer/name/entity-names.ts'
import { fieldNames } from '../../../src/config/infer/name/field-names.ts'
import { identityOf } from '../../../src/config/infer/name/identity.ts'
import { likenessOf } from '../../../src/config/infer/name/likeness.ts'
import { propose } from '../../../src/config/infer/proposal.ts'
import { sampleOf } from './sample-of.ts'
import { tableOf } from '../../../src/config/infer/column.ts'
import { toName } from '../../../src/config/infer/name/to-name.ts'

const names = { a: 'crm', b: 'erp' }

const PEOPLE = ['Ada', 'Bob', 'Cem', 'Dora', 'Eve', 'Finn', 'Gus', 'Hal', 'Ines', 'Joe']

/** Ten people who work for one of three companies, as two systems see them; the ids of both count from one. */
function world() {
  const companies = ['Nord', 'Ost', 'West']
  const crm = {
    accounts: companies.map((name, at) => ({
      id: `acc${String(at)}`,
      name,
      vatId: `DE10${String(at)}`,
    })),
    contacts: PEOPLE.map((name, at) => ({
      id: String(at + 1),
      accountId: `acc${String(at % 3)}`,
      mail: `${name}@x.org`,
      name,
      updatedAt: '2026-01-01T00:00:00Z',
    })),
  }
  const erp = {
    customers: companies
      .toReversed()
      .map((name, at) => ({ id: at + 1, name1: name, vat_no: `DE10${String(2 - at)}` })),
    staff: PEOPLE.toReversed().map((name, at) => ({
      id: at + 1,
      customer_id: 3 - ((9 - at) % 3),
      email: `${name}@x.org`.toLowerCase(),
      full_name: name,
      changed_at: '2026-05-05',
    })),
  }
  const samples = (collections: Readonly<Record<string, readonly Fields[]>>) =>
    Object.entries(collections).map(([name, records]) => sampleOf(name, records))
  return { a: samples(crm), b: samples(erp) }
}

test('[C94] collections are paired by what they hold, records by a key, and references by where they lead', () => {
  const { entities, alone } = propose(world(), names)
  expect(alone).toEqual({ a: [], b: [] })
  expect(
    entities.map(({ name, collections, pairs, sure }) => ({ name, ...collections, pairs, sure })),
  ).toEqual([
    { name: 'company', a: 'accounts', b: 'customers', pairs: 3, sure: true },
    { name: 'person', a: 'contacts', b: 'staff', pairs: 10, sure: true },
  ])
  const [company, person] = entities
  expect(company?.keys.sure[0]).toMatchObject({ a: { path: 'vatId' }, b: { path: 'vat_no' } })
  expect(person?.keys.sure).toMatchObject([
    { a: { path: 'mail' }, b: { path: 'email' }, as: 'text(trim, lower)', share: 1 },
  ])
  expect(person?.references).toMatchObject([
    {
      name: 'company',
      entity: 'company',
      a: { path: 'accountId' },
      b: { path: 'customer_id' },
      sure: true,
    },
  ])
})

test('[C94] ids that merely count, and what systems keep for themselves, are neither keys nor fields', () => {
  const [, person] = propose(world(), names).entities
  const paths = (person?.fields ?? []).flatMap(({ a, b }) => [a.path, b.path])
  expect(paths).toEqual(['mail', 'email', 'name', 'full_name'])
  const keys = [...(person?.keys.sure ?? []), ...(person?.keys.doubtful ?? [])]
  expect(keys.filter(({ a, b }) => a.path === 'id' || b.path === 'id')).toEqual([])
})

test('[C94] collections that share no record are proposed by their names alone, as a question', () => {
  const a = [
    sampleOf('users', [
      { id: 'x', login: 'ada' },
      { id: 'y', login: 'bob' },
    ]),
  ]
  const b = [
    sampleOf('people', [
      { id: 'p', name: 'Cem' },
      { id: 'q', name: 'Dora' },
    ]),
  ]
  expect(propose({ a, b }, names).entities).toMatchObject([
    { name: 'person', sure: false, pairs: 0 },
  ])
  const strangers = [sampleOf('invoices', [{ id: 'p', total: 1 }])]
  expect(propose({ a, b: strangers }, names)).toEqual({
    entities: [],
    alone: { a: ['users'], b: ['invoices'] },
  })
})

test('[C94] nothing is concluded from empty collections', () => {
  const empty = propose({ a: [sampleOf('people', [])], b: [sampleOf('people', [])] }, names)
  expect(empty.entities).toMatchObject([{ sure: false, fields: [], keys: { sure: [] } }])
})

test('[C94] members of objects and of the first element of lists are columns, reserved names are none', () => {
  const record = JSON.parse(
    '{"id":1,"address":{"zip":"1"},"phones":[{"number":"2"}],"tags":["x"],"a.b":3,"__proto__":{"x":1},"constructor":4}',
  ) as Fields
  expect(tableOf(sampleOf('x', [record])).columns.map(({ path }) => path)).toEqual([
    'id',
    'address.zip',
    'phones[0].number',
    'tags',
    '["a.b"]',
  ])
})

test.each([
  ['firstName', 'first_name', 1],
  ['accounts', 'customer', 1],
  ['phones[0].number', 'phone', 2 / 3],
  ['zip', 'city', 0],
  ['', 'city', 0],
])('[C94] %s and %s are alike to %d', (left, right, likeness) => {
  expect(likenessOf(left, right)).toBeCloseTo(likeness)
})

test.each([
  ['customer_no', 1],
  ['vatId', 1],
  ['email', 0.5],
  ['phones[0].number', 0],
  ['name', 0],
])('[C94] %s identifies to %d', (path, identity) => {
  expect(identityOf(path)).toBe(identity)
})

test('[C94] names are ones that a configuration can hold, and none is given twice', () => {
  expect(
    ['creditLimit', '9 lives', 'E-Mail (work)', '__proto__', '日本', '!!'].map((text) =>
      toName(text, 'field'),
    ),
  ).toEqual(['credit_limit', 'lives', 'e_mail_work', 'proto', '日本', 'field'])
  expect(
    entityNames([
      ['accounts', 'customer'],
      ['clients', 'firms'],
    ]),
  ).toEqual(['company', 'company_2'])
  const paths = [
    { a: 'phones[0].number', b: 'phone' },
    { a: 'tel', b: 'phone' },
    { a: 'company', b: 'x' },
  ]
  expect(fieldNames(paths, ['company'])).toEqual({
    references: ['company'],
    fields: ['phone', 'tel', 'company_2'],
  })
})
