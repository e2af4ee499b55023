import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fields, Value } from '../../../src/core/value.ts'
import { compileEntity } from '../../../src/mapping/entity/compile-entity.ts'
import type { Draft, EntityMapping } from '../../../src/mapping/entity/entity-mapping.ts'
import { FIELDS_MAX, MEMBERS_MAX, checkEntity } from '../../../src/mapping/entity/parse-entity.ts'
import type { FieldSpec } from '../../../src/mapping/entity/parse-entity.ts'
import { describeProblem } from '../../../src/mapping/problem.ts'
import { wildValue } from '../arbitraries.ts'

const SIDES = { a: 'crm', b: 'erp' }

function compile(fields: Readonly<Record<string, FieldSpec>>): EntityMapping {
  return compileEntity({ fields }, SIDES)
}

const CUSTOMER = compile({
  number: { a: 'properties.erp_number', b: 'number', as: 'text' },
  name: { a: 'properties.name', b: 'displayName', as: 'text(trim, max=20)' },
  limit: { a: 'properties.limit', b: 'creditLimit', as: [{ side: 'crm', decimal: [2, 'text'] }, { side: 'erp', decimal: 2 }] }, // prettier-ignore
  status: { a: 'properties.status', b: 'blocked', as: { side: 'erp', map: { ' ': 'active', All: 'blocked' } } }, // prettier-ignore
  tags: { a: 'properties.tags', b: 'segments', as: [{ side: 'crm', split: ';' }, 'set'] },
  mail: { a: 'emails[primary=true].value', b: 'mail', as: ['trim', 'ignore-case'], empty: 'same-as-null' }, // prettier-ignore
  address: {
    a: { street: 'address.street', city: 'address.city', country: 'address.country' },
    b: { street: 'street', city: 'city', country: 'countryCode' },
    as: [{ trim: true }, { upper: ['country'] }],
  },
})

const CRM: Fields = {
  id: '1',
  properties: {
    erp_number: 'K1',
    name: ' Ada ',
    limit: '12.5',
    status: 'active',
    tags: 'b;a',
    private: 'x',
  },
  emails: [
    { primary: false, value: 'old@x' },
    { primary: true, value: 'Ada@x', type: 'work' },
  ],
  address: { street: 'Weg 1', city: 'Berlin ', country: 'de', floor: 3 },
}

const SHARED: Fields = {
  number: 'K1',
  name: 'Ada',
  limit: '12.50',
  status: 'active',
  tags: ['a', 'b'],
  mail: 'Ada@x',
  address: { street: 'Weg 1', city: 'Berlin', country: 'DE' },
}

const ERP: Fields = {
  number: 'K1',
  displayName: 'Ada',
  creditLimit: 12.5,
  blocked: ' ',
  segments: ['b', 'a'],
  mail: 'ADA@X',
  street: 'Weg 1',
  city: 'Berlin',
  countryCode: 'DE',
  internal: true,
}

/** The draft without its empty refusals. */
function draft({ set, paths, refused }: Draft): unknown {
  return Object.keys(refused).length === 0 ? { set, paths } : { set, paths, refused }
}

describe('reading', () => {
  test('both sides come to the same shared values', () => {
    expect(CUSTOMER.read('a', CRM)).toEqual({ fields: SHARED, refused: {} })
    const { fields } = CUSTOMER.read('b', ERP)
    expect(fields).toEqual({ ...SHARED, mail: 'ADA@X' })
    for (const { name } of CUSTOMER.fields)
      expect(CUSTOMER.same(name, fields[name], SHARED[name])).toBe(true)
  })

  test('[M3] a field that cannot be read is refused with its reason, the others are read', () => {
    const { fields, refused } = CUSTOMER.read('b', { ...ERP, blocked: 'Ship', creditLimit: 0.001 })
    expect(refused).toEqual({
      status: '"Ship" is not in the map',
      limit: '0.001 has more than 2 decimal places',
    })
    expect(Object.keys(fields)).toEqual(['number', 'name', 'tags', 'mail', 'address'])
  })

  test('[M3] a group is refused as a whole, and the member is named', () => {
    const { refused } = CUSTOMER.read('b', { ...ERP, city: 5 })
    expect(refused).toEqual({ address: 'city: 5 is a number, not a text' })
  })

  test('[M3] a record of another shape than the paths is refused field by field', () => {
    const { refused } = CUSTOMER.read('a', { ...CRM, address: 'Weg 1, Berlin' })
    expect(refused).toEqual({
      address: 'street: the path address.street meets a text where it expects an object',
    })
  })

  test('[M7] what the record lacks reads as null', () => {
    const { fields, refused } = CUSTOMER.read('a', {})
    expect(refused).toEqual({})
    expect(fields).toMatchObject({ number: null, tags: null, address: { street: null } })
  })

  test('[M5] hostile keys of a record are data like any other, and reach nothing', () => {
    const hostile = JSON.parse(
      '{"__proto__": {"number": "K9"}, "mail": {"__proto__": 1}}',
    ) as Fields
    const { fields, refused } = CUSTOMER.read('b', hostile)
    expect(fields['number']).toBeNull()
    expect(refused).toEqual({ mail: 'an object is not a text' })
  })
})

describe('writing', () => {
  test('[M1] a record that says the shared values already is left as it is', () => {
    expect(draft(CUSTOMER.write('a', SHARED, CRM))).toEqual({ set: {}, paths: [] })
    expect(draft(CUSTOMER.write('b', SHARED, ERP))).toEqual({ set: {}, paths: [] })
    expect(draft(CUSTOMER.write('b', CUSTOMER.read('a', CRM).fields, ERP))).toEqual({
      set: {},
      paths: [],
    })
  })

  test('[M6] only the fields given are written, nested as the record is', () => {
    expect(draft(CUSTOMER.write('a', { name: 'Eve', limit: '3.00' }, CRM))).toEqual({
      set: { properties: { name: 'Eve', limit: '3.00' } },
      paths: ['properties.name', 'properties.limit'],
    })
    expect(draft(CUSTOMER.write('b', { limit: '3.00', tags: ['c'] }, ERP))).toEqual({
      set: { creditLimit: 3, segments: ['c'] },
      paths: ['creditLimit', 'segments'],
    })
  })

  test('[M6] only the members of a group that change are written', () => {
    const address = { street: 'Weg 2', city: 'Berlin', country: 'DE' }
    expect(draft(CUSTOMER.write('a', { address }, CRM))).toEqual({
      set: { address: { street: 'Weg 2' } },
      paths: ['address.street'],
    })
  })

  test('[M6] a place within a list is written with the whole list', () => {
    expect(draft(CUSTOMER.write('a', { mail: 'eve@x' }, CRM))).toEqual({
      set: {
        emails: [
          { primary: false, value: 'old@x' },
          { primary: true, value: 'eve@x', type: 'work' },
        ],
      },
      paths: ['emails'],
    })
  })

  test('[M6] without the old record a place within a list is refused, for its neighbours would be lost', () => {
    expect(draft(CUSTOMER.write('a', { mail: 'eve@x', name: 'Eve' }, undefined))).toEqual({
      set: { properties: { name: 'Eve' } },
      paths: ['properties.name'],
      refused: { mail: 'the list at emails is not known, and its other elements would be lost' },
    })
  })

  test('without the old record even an empty value is sent', () => {
    expect(draft(CUSTOMER.write('b', { name: null }, undefined))).toEqual({
      set: { displayName: null },
      paths: ['displayName'],
    })
    expect(draft(CUSTOMER.write('b', { name: null }, {}))).toEqual({ set: {}, paths: [] })
  })

  test('[M3] a value the side cannot hold is refused, and the others are written', () => {
    const shared = { name: 'x'.repeat(21), status: 'no', number: 'K2', limit: '1.005' }
    expect(draft(CUSTOMER.write('b', shared, ERP))).toEqual({
      set: { number: 'K2' },
      paths: ['number'],
      refused: {
        name: '"xxxxxxxxxxxxxxxxxxxxx" has 21 characters, and 20 fit',
        status: '"no" is not in the map',
        limit: '"1.005" has more than 2 decimal places',
      },
    })
  })

  test('[M3] nothing of a group is written if one member is refused', () => {
    const address = { street: 'Weg 2', city: ' Berlin', country: 'DE' }
    expect(draft(CUSTOMER.write('b', { address }, ERP))).toEqual({
      set: {},
      paths: [],
      refused: { address: 'city: " Berlin" would come back as "Berlin"' },
    })
    for (const partial of ['Weg 2', {}, { ...address, floor: 3 }])
      expect(CUSTOMER.write('b', { address: partial }, ERP).refused).toEqual({
        address: 'a group is an object of all its members: street, city, country',
      })
  })

  test('[M2] two fields that write different values to one place do not both claim to be written', () => {
    const both = compile({ x: { a: 'n', b: 'x' }, y: { a: 'n', b: 'y' } })
    expect(draft(both.write('a', { x: 1, y: 2 }, {}))).toEqual({
      set: { n: 2 },
      paths: ['n'],
      refused: { x: 'another field writes to the same place' },
    })
    expect(draft(both.write('a', { x: 1, y: 1 }, {}))).toEqual({ set: { n: 1 }, paths: ['n'] })
  })

  test('a key that is no bare name is written back under the same key', () => {
    const odd = compile({ tag: { a: '["odd.key"].x', b: 'tag' } })
    const written = odd.write('a', { tag: 'v' }, { 'odd.key': { y: 1 } })
    expect(draft(written)).toEqual({ set: { 'odd.key': { x: 'v' } }, paths: ['["odd.key"].x'] })
    expect(odd.merge({ 'odd.key': { y: 1 } }, written)).toEqual({ 'odd.key': { y: 1, x: 'v' } })
  })
})

describe('[M7] creating', () => {
  const mapping = compile({
    name: { a: 'name', b: 'name', as: 'trim' },
    kind: { a: 'kind', b: 'kind', as: { side: 'erp', default: 'retail' } },
    place: {
      a: { city: 'city', country: 'country' },
      b: { city: 'city', country: 'country' },
      as: { side: 'erp', default: 'DE', member: 'country' },
    },
    mail: { a: 'mail', b: 'emails[primary=true].value' },
  })

  test('a new record is written whole, with defaults for what the other side has not', () => {
    expect(draft(mapping.create('b', { name: 'Ada', kind: null, mail: 'a@x' }))).toEqual({
      set: {
        name: 'Ada',
        kind: 'retail',
        emails: [{ primary: true, value: 'a@x' }],
        country: 'DE',
      },
      paths: ['name', 'kind', 'emails', 'country'],
    })
  })

  test('a default gives way to a value, and waits only on its own side', () => {
    expect(mapping.fill('b', { kind: null })).toEqual({
      kind: 'retail',
      place: { city: null, country: 'DE' },
    })
    expect(mapping.fill('a', { kind: null })).toEqual({ kind: null })
    expect(mapping.create('b', { kind: 'wholesale' }).set).toMatchObject({ kind: 'wholesale' })
    expect(mapping.create('a', { name: 'Ada', kind: null }).set).toEqual({ name: 'Ada' })
  })

  test('a default is not put back when a record is changed later', () => {
    expect(mapping.write('b', { kind: null }, { kind: 'x' }).set).toEqual({ kind: null })
    expect(mapping.read('b', {}).fields['kind']).toBeNull()
  })
})

describe('empty values', () => {
  test('an empty text is a value of its own unless told otherwise', () => {
    const distinct = compile({ note: { a: 'note', b: 'note', as: 'trim' } })
    expect(distinct.read('a', { note: '' }).fields).toEqual({ note: '' })
    expect(distinct.same('note', '', null)).toBe(false)
  })

  test('same-as-null folds empty texts, spaces that are trimmed, and empty lists', () => {
    const folded = compile({
      note: { a: 'note', b: 'note', as: 'trim', empty: 'same-as-null' },
      tags: {
        a: 'tags',
        b: 'tags',
        as: [{ side: 'crm', split: ';' }, 'set'],
        empty: 'same-as-null',
      },
      limit: { a: 'limit', b: 'limit', as: 'decimal(2)', empty: 'same-as-null' },
    })
    const empty = { note: null, tags: null, limit: null }
    expect(folded.read('a', { note: '  ', tags: '', limit: '' }).fields).toEqual(empty)
    expect(folded.read('b', { note: '', tags: [] }).fields).toEqual(empty)
    expect(folded.write('a', empty, { note: ' ', tags: ';', limit: '' }).paths).toEqual([])
    expect(folded.write('b', empty, { note: 'x', tags: ['x'], limit: 1 }).set).toEqual(empty)
  })
})

describe('comparing', () => {
  test('[M4] a fold is equal exactly when the values say the same', () => {
    expect(CUSTOMER.fold('mail', 'Ada@X')).toBe(CUSTOMER.fold('mail', 'ADA@x'))
    expect(CUSTOMER.fold('name', 'Ada')).toBe('Ada')
    expect(CUSTOMER.same('mail', 'Ada@X', 'ADA@x')).toBe(true)
    expect(CUSTOMER.same('name', 'Ada', 'ADA')).toBe(false)
    expect(CUSTOMER.same('name', undefined, undefined)).toBe(true)
    expect(CUSTOMER.same('name', undefined, null)).toBe(false)
  })

  test('[M4] a group ignores case member by member', () => {
    const group = compile({
      name: {
        a: { first: 'f', last: 'l' },
        b: { first: 'f', last: 'l' },
        as: { 'ignore-case': ['last'] },
      },
    })
    expect(group.same('name', { first: 'A', last: 'B' }, { first: 'A', last: 'b' })).toBe(true)
    expect(group.same('name', { first: 'A', last: 'B' }, { first: 'a', last: 'B' })).toBe(false)
    const old = { f: 'A', l: 'B', other: 1 }
    expect(group.write('b', { name: { first: 'X', last: 'b' } }, old).set).toEqual({ f: 'X' })
  })
})

test('fields are listed in the order of the configuration, with what a request has to ask for', () => {
  expect(CUSTOMER.fields.map(({ name }) => name)).toEqual(Object.keys(SHARED))
  expect(CUSTOMER.fields.at(-2)).toEqual({
    name: 'mail',
    lens: 'text(trim), text(ignore-case)',
    paths: { a: ['emails[primary=true].value'], b: ['mail'] },
    stems: { a: ['emails'], b: ['mail'] },
  })
})

test('a field that is not mapped is a bug, not a silence', () => {
  expect(() => CUSTOMER.write('a', { nobody: 1 }, CRM)).toThrow('no field nobody is mapped')
  expect(() => CUSTOMER.same('nobody', 1, 1)).toThrow('no field nobody is mapped')
})

describe('any record', () => {
  const sides = fc.constantFrom('a' as const, 'b' as const)
  const shared = fc.record<Fields>(
    {
      number: fc.oneof(fc.string(), wildValue),
      name: fc.oneof(fc.constantFrom('Ada', ' Eve'), wildValue),
      limit: fc.oneof(fc.constantFrom('1.00', '12.50'), wildValue),
      status: fc.oneof(fc.constantFrom('active', 'blocked'), wildValue),
      tags: fc.oneof(fc.uniqueArray(fc.string()), wildValue),
      mail: fc.oneof(fc.emailAddress(), wildValue),
      address: fc.oneof(fc.constant({ street: 'S', city: 'C', country: 'DE' }), wildValue),
    },
    { requiredKeys: [] },
  )
  const native = fc.oneof(
    fc.constantFrom(CRM, ERP, {}),
    fc.dictionary(fc.constantFrom(...Object.keys(CRM), ...Object.keys(ERP)), wildValue),
  )

  test('[M2] what a draft sets is read back from the merged record, unless it was refused', () => {
    fc.assert(
      fc.property(sides, shared, native, (side, values, old) => {
        const written = CUSTOMER.write(side, values, old)
        const { fields } = CUSTOMER.read(side, CUSTOMER.merge(old, written))
        for (const [name, value] of Object.entries(values))
          if (!Object.hasOwn(written.refused, name))
            expect(CUSTOMER.same(name, fields[name], value)).toBe(true)
      }),
    )
  })

  test('[M1] a draft over the merged record is empty', () => {
    fc.assert(
      fc.property(sides, shared, native, (side, values, old) => {
        const once = CUSTOMER.write(side, values, old)
        const merged = CUSTOMER.merge(old, once)
        expect(CUSTOMER.write(side, values, merged).paths).toEqual([])
      }),
    )
  })

  test('[M6] a draft leaves every other part of a record as it was', () => {
    fc.assert(
      fc.property(sides, shared, native, wildValue, (side, values, old, private_) => {
        const record = { ...old, untouched: private_ }
        const before = structuredClone(record)
        const merged = CUSTOMER.merge(record, CUSTOMER.write(side, values, record))
        expect(record).toEqual(before)
        expect(merged['untouched']).toEqual(private_)
      }),
    )
  })

  test('[M3] every mapped field is either read or refused, never both', () => {
    fc.assert(
      fc.property(sides, native, (side, record) => {
        const { fields, refused } = CUSTOMER.read(side, record)
        const seen = [...Object.keys(fields), ...Object.keys(refused)].sort()
        expect(seen).toEqual(Object.keys(SHARED).sort())
      }),
    )
  })

  test('a draft survives being stored as JSON', () => {
    fc.assert(
      fc.property(sides, shared, native, (side, values, old) => {
        const written = CUSTOMER.write(side, values, old)
        const stored = JSON.parse(JSON.stringify(written)) as Draft
        expect(JSON.stringify(CUSTOMER.merge(old, stored))).toBe(
          JSON.stringify(CUSTOMER.merge(old, written)),
        )
      }),
    )
  })
})

describe('[M8] a mapping that cannot work is refused', () => {
  const text = { a: 'x', b: 'x' }

  test.each<[string, FieldSpec, string]>([
    ['a side has no path', { a: 'x' }, 'fields.f: erp has no path for this field'],
    ['a path is wrong', { a: 'x..y', b: 'x' }, 'fields.f.crm: the path "x..y" cannot be read from character 2 on (did you mean x.y?)'], // prettier-ignore
    ['a lens is wrong', { ...text, as: ['trim', 'decimal'] }, 'fields.f.as[1]: decimal needs places (a whole number from 0 to 20) (did you mean decimal(2)?)'], // prettier-ignore
    ['a group meets a single path', { a: { x: 'x' }, b: 'x' }, 'fields.f: erp has one path where the other has a group of them'], // prettier-ignore
    ['a member is missing', { a: { x: 'x', y: 'y' }, b: { x: 'x' } }, 'fields.f: erp has no path for y, which crm has'], // prettier-ignore
    ['a member is too many', { a: { x: 'x' }, b: { x: 'x', y: 'y' } }, 'fields.f: crm has no path for y, which erp has'], // prettier-ignore
    ['a path of a member is wrong', { a: { x: '' }, b: { x: 'x' } }, 'fields.f.crm.x: the path is empty'], // prettier-ignore
    ['a group without members', { a: {}, b: {} }, 'fields.f: a group has 1 to 32 members'],
    ['a group with a reserved member', JSON.parse('{"a": {"__proto__": "x"}, "b": {"__proto__": "x"}}') as FieldSpec, 'fields.f: __proto__ cannot be the name of a member'], // prettier-ignore
    ['a member cannot work', { a: { x: 'x' }, b: { x: 'x' }, as: ['bool', { trim: ['x'] }] }, 'fields.f.as: x: text(trim) reads a text, but bool(true, false) before it gives a boolean'], // prettier-ignore
  ])('%s', (_title, field, line) => {
    const problems = checkEntity({ fields: { f: field } }, SIDES)
    expect(problems.map(describeProblem)).toEqual([line])
    expect(() => compile({ f: field })).toThrow(line)
  })

  test.each(['', '__proto__', 'constructor'])('%j is no name for a field', (name) => {
    const fields = Object.fromEntries([[name, text]])
    expect(checkEntity({ fields }, SIDES)).toMatchObject([
      { reason: 'this cannot be the name of a field' },
    ])
  })

  test('every problem is found, not only the first', () => {
    const fields = { x: { a: 'x' }, y: text, z: { a: '', b: '.' } }
    expect(checkEntity({ fields }, SIDES).map(({ at }) => at)).toEqual([
      'fields.x',
      'fields.z.crm',
      'fields.z.erp',
    ])
  })
})

test('[M11] an entity has at most so many fields, a group so many members', () => {
  const many = (count: number, value: Value | FieldSpec): Record<string, never> =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`f${at}`, value])) as never
  const tooMany = many(FIELDS_MAX + 1, { a: 'x', b: 'x' })
  expect(checkEntity({ fields: tooMany }, SIDES)).toMatchObject([
    { reason: 'an entity maps at most 1000 fields' },
  ])
  const group = many(MEMBERS_MAX + 1, 'x')
  expect(checkEntity({ fields: { f: { a: group, b: group } } }, SIDES)).toHaveLength(1)
})
