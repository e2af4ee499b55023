import { describe, expect, test } from 'vitest'
import { rule, termsWith } from './sample.ts'
import { isFieldName } from '../../src/core/terms.ts'

describe('terms', () => {
  test('[D9] what is decided as one: single fields and whole groups, in the order of the configuration', () => {
    const [street, name, city] = [
      rule('street', { group: 'address' }),
      rule('name'),
      rule('city', { group: 'address' }),
    ]
    expect(termsWith({ fields: [street, name, city] }).aspects).toEqual([
      { fields: ['street', 'city'], rule: street },
      { fields: ['name'], rule: name },
    ])
  })

  test('[D9] a field and a group of the same name are two', () => {
    const fields = [rule('price'), rule('amount', { group: 'price' })]
    expect(termsWith({ fields }).aspects.map((aspect) => aspect.fields)).toEqual([
      ['price'],
      ['amount'],
    ])
  })

  test('a field is named once, and by a name that no object answers to by itself', () => {
    expect(() => termsWith({ fields: [rule('v'), rule('v')] })).toThrow(
      'Bug: person names no field twice',
    )
    expect(() => termsWith({ fields: [rule('v'), rule('constructor')] })).toThrow('Bug:')
    expect(['name', 'Straße', 'no.1', 'length'].every(isFieldName)).toBe(true)
    expect(['', '__proto__', 'toString', 'hasOwnProperty'].some(isFieldName)).toBe(false)
  })
})
