import {
  RETRY_AFTER_MAX_MS,
  retryAfterMs,
} from '../../../../src/adapters/http/header/retry-after.ts'
import { describe, expect, test } from 'vitest'
import { headerOf, serverTimeMs } from '../../../../src/adapters/http/header/answer-headers.ts'
import { parseHttpDate, toHttpDate } from '../../../../src/adapters/http/header/http-date.ts'
import { linkTarget } from '../../../../src/adapters/http/header/link-header.ts'

const NOW = Date.UTC(2026, 0, 1)

describe('[A55] Retry-After is read as seconds or as a date, and believed up to an hour', () => {
  test.each([
    ['0', 0],
    ['3', 3000],
    [' 3 ', 3000],
    ['86400', RETRY_AFTER_MAX_MS],
    ['99999999999999999999', undefined],
    ['-1', undefined],
    ['1.5', undefined],
    ['soon', undefined],
    ['', undefined],
    [toHttpDate(NOW + 5000), 5000],
    [toHttpDate(NOW - 5000), 0],
    ['Thu, 01 Jan 2026', undefined],
  ])('%j', (text, ms) => {
    expect(retryAfterMs({ 'retry-after': text }, NOW)).toBe(ms)
  })

  test('a date is compared with the clock that wrote it', () => {
    const headers = { 'retry-after': toHttpDate(NOW + 5000), date: toHttpDate(NOW + 2000) }
    expect(retryAfterMs(headers, NOW + 3_600_000)).toBe(3000)
  })
})

describe('links are found by relation', () => {
  const links = [
    '<https://a.test/items?page=2>; rel="next", <https://a.test/items?page=9>; rel="last"',
    '</items?page=1,2>; title="a, b"; rel=prev',
    '<?page=3>; rel="up next"',
  ]
  test.each([
    [links[0], 'next', 'https://a.test/items?page=2'],
    [links[0], 'last', 'https://a.test/items?page=9'],
    [links[1], 'prev', '/items?page=1,2'],
    [links[2], 'next', '?page=3'],
    [links.join(', '), 'prev', '/items?page=1,2'],
    [links[0], 'first', undefined],
    ['<x>; rel=other; rel=next', 'next', undefined],
    ['nonsense', 'next', undefined],
    [undefined, 'next', undefined],
  ])('%s %s', (header, relation, target) => {
    expect(linkTarget(header, relation)).toBe(target)
  })

  test('and a hostile header takes no time', () => {
    const startMs = performance.now()
    linkTarget(`<${'<'.repeat(60_000)}`, 'next')
    linkTarget(`<a>${';'.repeat(60_000)}`, 'next')
    linkTarget(`<a>; rel="${'\\'.repeat(60_000)}`, 'next')
    linkTarget('<a>; b=c, '.repeat(6_000), 'next')
    expect(performance.now() - startMs).toBeLessThan(1_000)
  })
})

test('header names have no case, and repeated headers are joined', () => {
  expect(headerOf({ 'x-a': ['1', '2'] }, 'X-A')).toBe('1, 2')
  expect(headerOf({}, '__proto__')).toBeUndefined()
})

test('[A64] the server began to answer at its Date, less the time the exchange took, at the latest', () => {
  expect(serverTimeMs({ date: toHttpDate(NOW) }, 250.5)).toBe(NOW - 251)
  expect(serverTimeMs({ date: 'today' }, 0)).toBeUndefined()
  expect(serverTimeMs({}, 0)).toBeUndefined()
})

test('only dates as RFC 9110 writes them are dates', () => {
  expect(parseHttpDate('Thu, 01 Jan 2026 00:00:00 GMT')).toBe(NOW)
  expect(parseHttpDate('2026-01-01T00:00:00Z')).toBeUndefined()
  expect(parseHttpDate('Thu, 99 Jan 2026 00:00:00 GMT')).toBeUndefined()
})
