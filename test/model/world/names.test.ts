import { describe, expect, test } from 'vitest'
import { isRanked, namesIn, rankIn, rankNames } from '../../../src/model/world/names.ts'
import { makeParts } from '../../../src/model/world/parts.ts'

describe('names', () => {
  test('numbers are replaced by their ranks, in order, domain by domain', () => {
    const text = '["@a30","@a7","@b4","#a30"]'
    expect(rankNames(text, namesIn(text))).toBe('["@a2","@a1","@b1","#a1"]')
  })

  test('a gap is seen, and closed by ranks', () => {
    const mask = (1 << 1) | (1 << 4)
    expect(isRanked(mask)).toBe(false)
    expect([rankIn(mask, 1), rankIn(mask, 4)]).toEqual([1, 2])
    expect(isRanked(0b110)).toBe(true)
  })

  test('two parts that differ only in unused ranks are one after ranking', () => {
    const parts = makeParts()
    const [left, right] = [{ v: '@a9' }, { v: '@a3' }].map((part) => parts.numberOf(part))
    const rank = (part = 0) => parts.ranked(part, parts.namesOf(part))
    expect(left).not.toBe(right)
    expect(rank(left)).toBe(rank(right))
  })
})
