import { PLAIN, SIGNAL, openShop, serve } from '../scene.ts'
import { describe, expect, test } from 'vitest'
import { encodePart, isSafePath } from '../../../../src/adapters/rest/call/encode.ts'
import { ODD_IDS } from '../../../../src/testing/adapter-suite/values.ts'
import { compileCall } from '../../../../src/adapters/rest/call/call.ts'
import fc from 'fast-check'

const CALL = compileCall(
  { request: 'GET /items/${id}/parts', query: { also: '${id}', 'q[${id}]': 1 } },
  { operation: 'get', reads: true },
  { basePath: '/api', where: 'shop.get' },
)
const anyText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('.', '%', '2', 'e', 'E', '/', '\\', '?', '#', '&', ' ') }),
  fc.constantFrom(...ODD_IDS),
)

test('[A50] an encoded id is only letters, digits and -_.~%, and decodes to itself', () => {
  fc.assert(
    fc.property(anyText, (id) => {
      const encoded = encodePart(id)
      if (!id.isWellFormed()) expect(encoded).toBeUndefined()
      else {
        expect(encoded).toMatch(/^[\w.~%-]*$/)
        expect(decodeURIComponent(encoded ?? '')).toBe(id)
      }
    }),
  )
})

test('[A50] with any id a request reaches that id or is not made', () => {
  fc.assert(
    fc.property(anyText, (id) => {
      const rendering = CALL.render({ id })
      if (!rendering.ok) return
      const { pathname, searchParams, hash } = new URL(rendering.request.path, 'http://a.test')
      expect(pathname.split('/').map(decodeURIComponent)).toEqual(['', 'api', 'items', id, 'parts'])
      expect(searchParams.get('also')).toBe(id)
      expect(hash).toBe('')
    }),
    { numRuns: 1000 },
  )
})

describe('[A50] an id no path can hold is refused, and nothing is sent', () => {
  test.each(['', '.', '..', '\ud800'])('%j', async (id) => {
    const { origin, requests } = await serve([{ body: {} }])
    const { items } = openShop(origin)
    expect(await items.get(id, SIGNAL)).toMatchObject({ kind: 'hidden' })
    expect(await items.update(id, { a: 1 }, PLAIN)).toMatchObject({
      kind: 'refused',
      why: 'invalid',
    })
    expect(await items.delete(id, PLAIN)).toMatchObject({ kind: 'refused', why: 'invalid' })
    expect(requests).toEqual([])
  })
})

test.each([
  ['/items/1', true],
  ['/items/...', true],
  ['/items/%2E%2Ea', true],
  ['/items/..', false],
  ['/items/%2e%2E', false],
  ['/items/.%2e/x', false],
  ['/./items', false],
])('whether %s points where it says: %s', (path, safe) => {
  expect(isSafePath(path)).toBe(safe)
})

test('an id goes out whole inside a segment too', () => {
  const call = compileCall(
    { request: "GET /customers('${id}')" },
    { operation: 'get', reads: true },
    { basePath: '', where: 'shop.get' },
  )
  expect(call.render({ id: "..'" })).toMatchObject({ request: { path: "/customers('..%27')" } })
})

describe('a request that cannot be understood is a configuration error', () => {
  test.each([
    '/items',
    'FETCH /items',
    'GET items',
    'GET /items?a=1',
    'GET  /items',
    'get /items',
    '',
  ])('%j', (request) => {
    expect(() =>
      compileCall(
        { request },
        { operation: 'get', reads: true },
        { basePath: '', where: 'shop.get' },
      ),
    ).toThrow(/^shop\.get\.request: .* is not a method and a path/)
  })
})

test('queries leave out what has no value, repeat lists and join lists of ids', () => {
  const call = compileCall(
    {
      request: 'GET /items',
      query: {
        a: ['x', 'y z'],
        b: '${items}',
        c: '${size}',
        d: null,
        e: '',
        f: false,
        g: '${fields}',
      },
      headers: { 'X-Op': '${op}', 'X-Size': '${size}' },
    },
    { operation: 'list', reads: true },
    { basePath: '', where: 'shop.list' },
  )
  expect(call.render({ items: ['1,2', '3'], op: 'op-1', fields: [] })).toMatchObject({
    request: {
      path: '/items?a=x&a=y%20z&b=1%2C2%2C3&e=&f=false&g=',
      headers: { 'x-op': 'op-1' },
      body: undefined,
    },
  })
})
