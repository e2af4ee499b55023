import { describe, expect, test } from 'vitest'
import { meaningOf } from '../../src/config/meaning.ts'
import { EXAMPLE, change, load } from './example.ts'

/** The meaning of the example's first entity after some changes. */
function meaning(...changes: readonly (readonly [from: string, to: string])[]): string {
  const text = changes.reduce((changed, [from, to]) => change(changed, from, to), EXAMPLE)
  const company = load(text).entities.find(({ name }) => name === 'company')
  if (company === undefined) throw new Error('there is no company')
  return meaningOf(company)
}

const NAME = '{ crm: name, erp: name1, as: "text(trim, collapse)", owner: both, policy: ask }'
const PHONE = '      phone: { crm: phone, erp: phone, group: reach }\n'
const NUMBER =
  '      number: { crm: externalRef, erp: customer_no, owner: erp, otherEdits: revert }\n'

/** What is changed, and how. */
type Row = readonly [title: string, ...changes: (readonly [from: string, to: string])[]]

const rows = (table: readonly Row[]) =>
  table.map(([title, ...changes]) => [title, changes] as const)

describe('the meaning of an entity', () => {
  test('[C20] is 64 hexadecimal digits, the same for the same file', () => {
    expect(meaning()).toMatch(/^[\da-f]{64}$/)
    expect(meaning()).toBe(meaning())
  })

  test.each(
    rows([
      ['who owns a field', ['owner: erp, otherEdits: revert', 'owner: crm']],
      ['a policy', ['policy: crm', 'policy: erp']],
      ['what deletions do', ['{ crm: propagate, erp: ask }', 'keep']],
      ['a guard', ['maxDelete: 2%/20', 'maxDelete: 5%']],
      ['a preset', ['extends: two-way', 'extends: contribute']],
      ['an address', ['https://crm.example.com/api', 'https://other.example.com/api']],
      ['the order of fields', [PHONE, ''], [NUMBER, PHONE + NUMBER]],
      ['brackets around a single lens', ['as: lower', 'as: [lower]']],
      [
        'brackets around a single path',
        [
          'on: { crm: externalRef, erp: customer_no }',
          'on: { crm: [externalRef], erp: [customer_no] }',
        ],
      ],
    ]),
  )('[C20] does not change with %s', (_, changes) => {
    expect(meaning(...changes)).toBe(meaning())
  })

  test.each(
    rows([
      ['a path', ['erp: name1', 'erp: name2']],
      ['a lens', [NAME, '{ crm: name, erp: name1, as: trim }']],
      ['what is empty', ['empty: same-as-null', 'empty: distinct']],
      ['a new field', [PHONE, `${PHONE}      fax: { crm: fax, erp: fax }\n`]],
      ['a field that is gone', [PHONE, '']],
      ['a field called differently', ['      phone: {', '      telephone: {']],
      [
        'a key',
        ['crm: externalRef, erp: customer_no }, as', 'crm: number, erp: customer_no }, as'],
      ],
      ['the lens of a key', ['as: lower', 'as: upper']],
      ['what a key is good for', ['then: review', 'then: link']],
      ['a collection', ['crm: accounts', 'crm: contacts']],
    ]),
  )('[C20] changes with %s', (_, changes) => {
    expect(meaning(...changes)).not.toBe(meaning())
  })
})
