import { describe, expect, test } from 'vitest'
import { gzipSync, brotliCompressSync } from 'node:zlib'
import { PLAIN, SIGNAL, openShop, readAll, serve, serveRaw } from './scene.ts'
import type { Collection, WriteOutcome } from '../../../src/adapters/adapter.ts'
import type { ErrorCode } from '../../../src/errors.ts'
import type { Reply } from './scene.ts'
import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n'
const PAGE = '{"data":[{"id":"1"}]}'
const LOGIN = '<!DOCTYPE html><html><body>Please log in</body></html>'

/** Answers that are none, as bytes on the wire. */
const RAW: readonly {
  readonly title: string
  readonly answer: (socket: Socket) => void
  readonly code: ErrorCode
  readonly says: RegExp
  /** Patience of the test, in milliseconds, where it has to end. */
  readonly totalMs?: number
}[] = [
  {
    title: 'a reset before any answer',
    answer: (socket) => void socket.resetAndDestroy(),
    code: 'SYSTEM_UNAVAILABLE',
    says: /ECONNRESET|other side closed/,
  },
  {
    title: 'a reset in the middle of the body',
    answer: (socket) => {
      socket.write(`${HEAD}content-length: 999\r\n\r\n{"data":[`)
      setTimeout(() => socket.resetAndDestroy(), 20)
    },
    code: 'SYSTEM_UNAVAILABLE',
    says: /ECONNRESET|other side closed/,
  },
  {
    title: 'no answer',
    answer: () => undefined,
    code: 'SYSTEM_UNAVAILABLE',
    says: /Timeout|longer than 250 ms/i,
    totalMs: 250,
  },
  {
    title: 'headers that come byte by byte',
    answer: (socket) => void drip(socket, HEAD.repeat(9), 100),
    code: 'SYSTEM_UNAVAILABLE',
    says: /Timeout|longer than 250 ms/i,
    totalMs: 250,
  },
  {
    title: 'a body that comes byte by byte for ever',
    answer: (socket) => {
      socket.write(`${HEAD}content-length: 9999\r\n\r\n`)
      void drip(socket, PAGE.repeat(99), 60)
    },
    code: 'SYSTEM_UNAVAILABLE',
    says: /longer than 250 ms/,
    totalMs: 250,
  },
  {
    title: 'headers larger than any API has',
    answer: (socket) => void socket.end(`${HEAD}x: ${'y'.repeat(100_000)}\r\n\r\n${PAGE}`),
    code: 'SYSTEM_ANSWER',
    says: /Headers Overflow/i,
  },
  {
    title: 'a chunked body that is cut off',
    answer: (socket) => void socket.end(`${HEAD}transfer-encoding: chunked\r\n\r\n5\r\n{"dat`),
    code: 'SYSTEM_UNAVAILABLE',
    says: /other side closed/,
  },
  {
    title: 'a body shorter than it says',
    answer: (socket) => void socket.end(`${HEAD}content-length: 99\r\n\r\n${PAGE}`),
    code: 'SYSTEM_UNAVAILABLE',
    says: /other side closed/,
  },
  {
    title: 'a content length that is no number',
    answer: (socket) => void socket.end(`${HEAD}content-length: many\r\n\r\n${PAGE}`),
    code: 'SYSTEM_ANSWER',
    says: /does not match the HTTP.1.1 protocol/,
  },
  {
    title: 'something that is not HTTP',
    answer: (socket) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
    code: 'SYSTEM_ANSWER',
    says: /does not match the HTTP.1.1 protocol/,
  },
  {
    title: 'a body larger than allowed',
    answer: (socket) => void socket.write(`${HEAD}content-length: 99999999999\r\n\r\n${PAGE}`),
    code: 'SYSTEM_ANSWER',
    says: /larger than 100000 bytes/,
  },
  {
    title: 'a body that grows larger than allowed',
    answer: (socket) =>
      void socket.write(`${HEAD}transfer-encoding: chunked\r\n\r\n30000\r\n${'x'.repeat(0x30000)}`),
    code: 'SYSTEM_ANSWER',
    says: /larger than 100000 bytes/,
  },
]

async function drip(socket: Socket, text: string, everyMs: number): Promise<void> {
  for (const byte of text) {
    if (socket.destroyed) return
    socket.write(byte)
    await delay(everyMs)
  }
}

/** Answers that are none, though they are HTTP. */
const ANSWERS: readonly {
  readonly title: string
  readonly reply: Reply
  readonly code: ErrorCode
  readonly says: RegExp
  /** What an update that is answered so has come to; `unknown` unless said. */
  readonly write?: WriteOutcome['kind']
}[] = [
  {
    title: 'a login page with status 200',
    reply: { headers: { 'content-type': 'text/html' }, body: LOGIN },
    code: 'SYSTEM_ANSWER',
    says: /is a web page.*Please log in/,
  },
  {
    title: 'a login page that says it is JSON',
    reply: { body: LOGIN },
    code: 'SYSTEM_ANSWER',
    says: /is a web page/,
  },
  {
    title: 'nothing with status 200',
    reply: { body: '' },
    code: 'SYSTEM_ANSWER',
    says: /answers 200 with nothing/,
    write: 'written',
  },
  {
    title: 'a 204 to a question',
    reply: { status: 204 },
    code: 'SYSTEM_ANSWER',
    says: /answers 204 with nothing/,
    write: 'written',
  },
  { title: 'a 202', reply: { status: 202, body: {} }, code: 'SYSTEM_ANSWER', says: /answers 202/ },
  {
    title: 'JSON that is cut off',
    reply: { body: '{"data":[{"id":' },
    code: 'SYSTEM_ANSWER',
    says: /is not JSON: "\{\\"data\\"/,
  },
  {
    title: 'two JSON values',
    reply: { body: `${PAGE}${PAGE}` },
    code: 'SYSTEM_ANSWER',
    says: /is not JSON/,
  },
  {
    title: 'bytes that are not UTF-8',
    reply: { body: Buffer.from([0x22, 0xff, 0x22]) },
    code: 'SYSTEM_ANSWER',
    says: /is not UTF-8/,
  },
  {
    title: 'nesting without end',
    reply: { body: '['.repeat(50_000) },
    code: 'SYSTEM_ANSWER',
    says: /is not JSON/,
  },
  {
    title: 'an encoding nobody knows',
    reply: { headers: { 'content-encoding': 'exi' }, body: PAGE },
    code: 'SYSTEM_ANSWER',
    says: /encoding exi is not known/,
  },
  {
    title: 'an encoding it does not have',
    reply: { headers: { 'content-encoding': 'gzip' }, body: PAGE },
    code: 'SYSTEM_ANSWER',
    says: /not the gzip it says/,
  },
  {
    title: 'ten kilobytes that unpack to ten megabytes',
    reply: {
      headers: { 'content-encoding': 'gzip' },
      body: gzipSync(Buffer.alloc(10_000_000, 0x20)),
    },
    code: 'SYSTEM_ANSWER',
    says: /unpacks to more than 100000 bytes/,
  },
  {
    title: 'a redirect to itself',
    reply: { status: 307, headers: { location: '?again' } },
    code: 'SYSTEM_ANSWER',
    says: /redirects more than 5 times/,
  },
  {
    title: 'a redirect to another origin',
    reply: { status: 302, headers: { location: 'http://login.example/' } },
    code: 'SYSTEM_ANSWER',
    says: /points to http:\/\/login\.example, another origin, and is not followed/,
  },
  {
    title: 'a redirect to nowhere',
    reply: { status: 301, headers: { location: 'http://' } },
    code: 'SYSTEM_ANSWER',
    says: /answers 301/,
  },
  {
    title: 'refused credentials',
    reply: { status: 401, body: { message: 'no' } },
    code: 'SYSTEM_AUTH',
    says: /credentials are not accepted/,
  },
  {
    title: 'a failure while working',
    reply: { status: 500, body: { message: 'boom' } },
    code: 'SYSTEM_UNAVAILABLE',
    says: /answers 500, 2 times \("\{\\"message\\":\\"boom/,
  },
  {
    title: 'a maintenance page',
    reply: { status: 503, headers: { 'content-type': 'text/html' }, body: LOGIN },
    code: 'SYSTEM_UNAVAILABLE',
    says: /answers 503/,
  },
  {
    title: 'too many requests',
    reply: { status: 429, headers: { 'retry-after': '0' }, body: {} },
    code: 'SYSTEM_UNAVAILABLE',
    says: /answers 429, 2 times/,
    write: 'later',
  },
]

function hurried(url: string, total?: number): Collection {
  return openShop(url, {}, { maxBody: 100_000, timeouts: { total } }).items
}

describe('[A58] what is no answer to a listing ends in an error that says so', () => {
  test.each(RAW)('$title', async ({ answer, code, says, totalMs }) => {
    const listed = readAll(hurried(await serveRaw(answer), totalMs).list(SIGNAL))
    const shape = expect.stringMatching(/^shop: GET \/items .*; it only reads$/s) as string
    await expect(listed).rejects.toMatchObject({ code, message: shape })
    await expect(listed).rejects.toThrow(says)
  })

  test.each(ANSWERS)('$title', async ({ reply, code, says }) => {
    const items = hurried((await serve([reply])).origin)
    const listed = readAll(items.list(SIGNAL))
    await expect(listed).rejects.toMatchObject({ code })
    await expect(listed).rejects.toThrow(says)
  })

  test.each([
    ['null', null, /has no list at "data"/],
    ['text', '"text"', /has no list at "data"/],
    ['a list', [], /has no list at "data"/],
    ['another shape', { error: 'x', code: 7 }, /no list at "data"; it has error, code/],
    ['a list that is none', { data: { id: 1 } }, /has no list at "data"/],
    ['records without ids', { data: [{ key: 1 }] }, /none has an id at "id"; the first has key/],
    ['no records', { data: [1, null, 'x'] }, /none has an id at "id"; the first is no record/],
  ])('JSON of another shape: %s', async (_, body, says) => {
    const items = hurried((await serve([{ body }])).origin)
    await expect(readAll(items.list(SIGNAL))).rejects.toThrow(says)
  })
})

describe('[A56] a write whose answer is none is unknown, and sent once', () => {
  test.each(RAW)('$title', async ({ answer, totalMs }) => {
    let asked = 0
    const origin = await serveRaw((socket) => {
      asked += 1
      answer(socket)
    })
    const outcome = await hurried(origin, totalMs).update('1', { name: 'x' }, PLAIN)
    expect(outcome).toMatchObject({
      kind: 'unknown',
      message: expect.stringMatching(
        /^shop: PATCH \/items\/1 .*; it may have been written$/s,
      ) as string,
    })
    expect(asked).toBe(1)
  })

  test.each(ANSWERS.filter(({ code }) => code !== 'SYSTEM_AUTH'))(
    '$title',
    async ({ reply, write = 'unknown' }) => {
      const { origin, requests } = await serve([reply])
      const outcome = await hurried(origin).update('1', { name: 'x' }, PLAIN)
      expect(outcome.kind).toBe(write)
      expect(requests).toHaveLength(reply.status === 307 ? 6 : 1)
    },
  )

  test('even a delete, of which nothing is read, is not done by a web page', async () => {
    const { origin } = await serve([{ headers: { 'content-type': 'text/html' }, body: LOGIN }])
    expect(await hurried(origin).delete('1', PLAIN)).toMatchObject({
      kind: 'unknown',
      message: expect.stringMatching(/with a web page; it may have been written$/) as string,
    })
  })

  test('refused credentials stop every write: nothing was written', async () => {
    const { origin } = await serve([{ status: 401 }])
    await expect(hurried(origin).update('1', { name: 'x' }, PLAIN)).rejects.toMatchObject({
      code: 'SYSTEM_AUTH',
      message: expect.stringMatching(/nothing was written$/) as string,
    })
  })
})

describe('[A56] a write that never left is for later', () => {
  test('nobody listens', async () => {
    const outcome = await hurried('http://127.0.0.1:1').create(
      { name: 'x' },
      { ...PLAIN, identification: { kind: 'none' } },
    )
    expect(outcome).toMatchObject({
      kind: 'later',
      message: expect.stringMatching(
        /cannot be sent: .*ECONNREFUSED.*nothing was written$/,
      ) as string,
    })
  })

  test('it was stopped before', async () => {
    const { origin, requests } = await serve([{ body: {} }])
    const signal = AbortSignal.abort()
    expect(await hurried(origin).update('1', {}, { ...PLAIN, signal })).toMatchObject({
      kind: 'later',
    })
    expect(requests).toEqual([])
  })

  test('but one that was stopped while it was answered is unknown', async () => {
    const stop = new AbortController()
    const origin = await serveRaw(() => stop.abort())
    const outcome = await hurried(origin).update('1', {}, { ...PLAIN, signal: stop.signal })
    expect(outcome).toMatchObject({ kind: 'unknown' })
  })
})

describe('what looks odd and is right is read', () => {
  test.each<[string, Reply]>([
    ['another content type', { headers: { 'content-type': 'text/plain' }, body: PAGE }],
    ['a byte order mark', { body: `\ufeff${PAGE}` }],
    ['gzip nobody asked for', { headers: { 'content-encoding': 'gzip' }, body: gzipSync(PAGE) }],
    ['brotli', { headers: { 'content-encoding': 'br' }, body: brotliCompressSync(PAGE) }],
    ['cookies', { headers: { 'set-cookie': ['a=1', 'b=2'] }, body: PAGE }],
    ['a repeated field', { body: '{"data":[],"data":[{"id":"1"}]}' }],
  ])('%s', async (_, reply) => {
    const { origin, requests } = await serve([reply])
    const items = hurried(origin)
    expect((await readAll(items.list(SIGNAL))).records).toMatchObject([{ id: '1' }])
    await readAll(items.list(SIGNAL))
    expect(requests[1]?.headers.cookie).toBeUndefined()
  })

  test('an answer that ends with its connection', async () => {
    const origin = await serveRaw((socket) => void socket.end(`HTTP/1.0 200 OK\r\n\r\n${PAGE}`))
    expect((await readAll(hurried(origin).list(SIGNAL))).records).toMatchObject([{ id: '1' }])
  })

  test('an early hint', async () => {
    const hint = 'HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n'
    const origin = await serveRaw(
      (socket) => void socket.write(`${hint}${HEAD}content-length: ${PAGE.length}\r\n\r\n${PAGE}`),
    )
    expect((await readAll(hurried(origin).list(SIGNAL))).records).toMatchObject([{ id: '1' }])
  })

  test('a redirect within the origin', async () => {
    const { origin, requests } = await serve(({ url }) =>
      url === '/items' ? { status: 301, headers: { location: '/v2/items' } } : { body: PAGE },
    )
    expect((await readAll(hurried(origin).list(SIGNAL))).records).toMatchObject([{ id: '1' }])
    expect(requests.map(({ url }) => url)).toEqual(['/items', '/v2/items'])
  })
})

test('[A57] a record with a member __proto__ is a record, and changes no object', async () => {
  const body =
    '{"data":[{"id":"1","__proto__":{"polluted":true},"constructor":{"prototype":{"x":1}}}]}'
  const { origin } = await serve([{ body }])
  const { records } = await readAll(hurried(origin).list(SIGNAL))
  expect(Object.keys(records[0]?.fields ?? {})).toEqual(['id', '__proto__', 'constructor'])
  expect(Reflect.get({}, 'polluted')).toBeUndefined()
  expect(Reflect.get({}, 'x')).toBeUndefined()
})

test('[A58] a token that no header can carry is refused, and the write never leaves', async () => {
  const { origin, requests } = await serve([{ body: {} }])
  const outcome = await hurried(origin).update(
    '1',
    {},
    {
      ...PLAIN,
      condition: { kind: 'token', token: '"a\r\nx-evil: 1"' },
    },
  )
  expect(outcome).toMatchObject({ kind: 'refused', why: 'invalid' })
  expect(requests).toEqual([])
})

describe('[A60] no message obeys a terminal, whatever a server says', () => {
  const evil = 'a\u001b[2Jb\r\nc\u202ed\u0007'
  const unprintable = /[\0-\x1f\x7f-\x9f\u202a-\u202e]/

  test.each<[string, unknown]>([
    ['in its words', { message: evil, field: evil }],
    ['in its text', evil],
    ['in its names', { [evil]: 1 }],
    ['in its records', { data: [{ [evil]: 1 }] }],
    ['in its links', { data: [{ id: 1 }], next: `http://a.test/${evil}` }],
    [
      'in its ids',
      {
        data: [
          { id: evil, version: 1 },
          { id: evil, version: 2 },
        ],
      },
    ],
  ])('%s', async (_, body) => {
    const { origin } = await serve(({ method }) => ({ status: method === 'GET' ? 200 : 422, body }))
    const list = { request: 'GET /items', items: 'data', page: { next: 'next' } }
    const { items } = openShop(origin, { list })
    const said = await Promise.all([
      readAll(items.list(SIGNAL)).then(
        ({ end }) => end.why,
        (error: unknown) => (error as Error).message,
      ),
      items.get('1', SIGNAL).catch((error: unknown) => (error as Error).message),
      items.update('1', {}, PLAIN),
    ])
    for (const one of said) {
      const texts = typeof one === 'object' ? Object.values(one) : [one]
      for (const text of texts) expect(String(text)).not.toMatch(unprintable)
    }
  })
})
