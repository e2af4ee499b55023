import { expect, test } from 'vitest'
import { valueAt } from '../../../../src/adapters/http/json/path.ts'

const ANSWER = {
  paging: { next: { after: 'x' } },
  '@odata.nextLink': 'n',
  '@odata': { nextLink: 'other', etag: 'e' },
  errors: [{ code: 7 }],
  zero: 0,
}

test.each([
  ['paging.next.after', 'x'],
  ['@odata.nextLink', 'n'],
  ['@odata.etag', 'e'],
  ['errors.0.code', 7],
  ['zero', 0],
  ['', ANSWER],
  ['paging.none', undefined],
  ['zero.more', undefined],
  ['__proto__', undefined],
  ['constructor.name', undefined],
])('the path %j leads to its own member or nowhere', (path, value) => {
  expect(valueAt(ANSWER, path)).toEqual(value)
})
