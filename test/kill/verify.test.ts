import { expect, test } from 'vitest'
import type { HeldItem } from '../../kill/item.ts'
import { BASE_ITEMS, TWENTY_EDITS, expectedAfter } from '../../kill/workload.ts'
import { judge } from '../../kill/verify.ts'

const expected = expectedAfter(BASE_ITEMS, TWENTY_EDITS)
const held: readonly HeldItem[] = [...expected.values()].map((item, no) => ({
  ...item,
  id: String(no),
  version: 1,
}))

test('two systems that say every edit once have nothing wrong with them', () => {
  expect(judge({ crm: held, erp: held }, expected)).toEqual([])
})

test.each([
  ['a lost record', held.slice(1), 'the CRM lost r00'],
  ['a record that is there twice', [...held, held[0]!], 'the CRM holds r00 2 times'],
  [
    'a record that came back',
    [...held, { id: 'z', version: 1, name: 'r08', city: 'c0', phone: 'p0' }],
    'the CRM holds r08, which is no more',
  ],
  [
    'an edit that was undone',
    held.map((item) => (item.name === 'r04' ? { ...item, city: 'c0' } : item)),
    'the CRM says c0, p0 of r04 and not c2, p0',
  ],
])('%s is found', (_, crm, violation) => {
  expect(judge({ crm, erp: held }, expected)).toEqual([violation])
})
