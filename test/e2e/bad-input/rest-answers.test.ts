import type { IncomingMessage, ServerResponse } from 'node:http'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { Fault } from './hostile-pair.ts'
import { hostilePair } from './hostile-pair.ts'
import { expectRecovery } from './expect-recovery.ts'

const LOGIN = '<!DOCTYPE html><html><body>Please log in</body></html>'
const ITEM = { id: 'k0', name: 'n0', note: 'old', version: 1 }

/** Answers every listing in the service's place; all else passes. */
function onList(answer: (response: ServerResponse, request: IncomingMessage) => void): Fault {
  return (request, response) => {
    if (request.method !== 'GET' || !/^\/api\/items(\?|$)/.test(request.url ?? '')) return false
    answer(response, request)
    return true
  }
}

function reply(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}) {
  return onList((response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body))
  })
}

const raw = (text: string) =>
  onList((response) => void response.socket?.end(`HTTP/1.1 200 OK\r\n${text}`))

/** The row of the catalogue, what happens, the exit code and what the message has to say. */
type Row = readonly [title: string, fault: Fault, exitCode: number, says: RegExp]

const ROWS: readonly Row[] = [
  [
    '1 a reset before any answer',
    onList((r) => r.socket?.resetAndDestroy()),
    75,
    /ECONNRESET|closed/,
  ],
  ['2 no answer in time', onList(() => undefined), 75, /timeout|longer than/i],
  [
    '3 a body that never ends',
    onList((r) => void r.writeHead(200).write('{"data":[')),
    75,
    /timeout|longer than/i,
  ],
  ['5 huge headers', raw(`x: ${'y'.repeat(100_000)}\r\n\r\n{}`), 1, /Headers Overflow/i],
  [
    '6 a chunked body that is cut off',
    raw('transfer-encoding: chunked\r\n\r\n5\r\n{"da'),
    75,
    /closed/,
  ],
  ['7 a body shorter than it says', raw('content-length: 99\r\n\r\n{"data":[]}'), 75, /closed/],
  [
    '8 an answer that unpacks without end',
    reply(200, gzipSync(Buffer.alloc(1_000_000, 32)), { 'content-encoding': 'gzip' }),
    1,
    /unpacks to more than/,
  ],
  [
    '9 an encoding nobody knows',
    reply(200, {}, { 'content-encoding': 'exi' }),
    1,
    /encoding exi is not known/,
  ],
  [
    '10 a login page with status 200',
    reply(200, LOGIN, { 'content-type': 'text/html' }),
    1,
    /is a web page/,
  ],
  ['11 nothing with status 200', reply(200, ''), 1, /answers 200 with nothing/],
  [
    '12 a 204 to a question',
    onList((r) => void r.writeHead(204).end()),
    1,
    /answers 204 with nothing/,
  ],
  ['14 a redirect without end', reply(307, '', { location: '?again' }), 1, /redirects more than/],
  [
    '15 a redirect to another origin',
    reply(302, '', { location: 'http://login.example/' }),
    1,
    /another origin, and is not followed/,
  ],
  [
    '16 a redirect to another scheme',
    reply(302, '', { location: 'https://127.0.0.1:1/' }),
    1,
    /another origin, and is not followed/,
  ],
  ['17 refused credentials', reply(401, { message: 'no' }), 1, /credentials are not accepted/],
  ['18 forbidden', reply(403, { message: 'not yours' }), 1, /403|not yours/],
  ['19 too many requests', reply(429, {}, { 'retry-after': 'soon' }), 75, /answers 429/],
  ['20 a failure', reply(500, { message: 'boom' }), 75, /answers 500/],
  ['21 a maintenance page', reply(503, LOGIN, { 'content-type': 'text/html' }), 75, /answers 503/],
  ['43 bytes that are not UTF-8', reply(200, Buffer.from([0x22, 0xff, 0x22])), 1, /is not UTF-8/],
  ['49 nesting without end', reply(200, '['.repeat(50_000)), 1, /is not JSON|nested/],
  ['52 a text where an object belongs', reply(200, '"hello"'), 1, /data/],
  ['53 two JSON values', reply(200, '{"data":[]}{"data":[]}'), 1, /is not JSON/],
  ['53 JSON that is cut off', reply(200, '{"data":[{"id":'), 1, /is not JSON/],
  ['no record has an id', reply(200, { data: [{ key: 1 }] }), 1, /none has an id/],
]

describe('[A58] [C53] [E10] a run that gets no answer to a listing writes nothing, says why, and the next one ends in agreement', () => {
  test.each(ROWS)('%s', async (_, fault, exitCode, says) => {
    const pair = await hostilePair()
    const before = pair.holdings()
    pair.fault = fault
    const failed = await pair.run(['sync'])
    expect(failed.err).toMatch(
      /^crm: GET \/api\/items [^]*\nnothing was written to either system\nnext: bilateral (sync|check)\n$/,
    )
    expect(failed.err).toMatch(says)
    expect([failed.exitCode, failed.err.includes('bug in bilateral')]).toEqual([exitCode, false])
    expect(pair.holdings()).toBe(before)
    await expectRecovery(pair)
  })
})

/** Listings that can be read and of which not everything may be believed. */
const LISTS: readonly (readonly [title: string, fault: Fault])[] = [
  ['26 the same cursor for ever', reply(200, { data: [ITEM], next: 'k0', total: 8 })],
  ['38 a total that lies', reply(200, { data: [ITEM], next: null, total: 8 })],
  [
    '32 one id twice in a page',
    reply(200, { data: [ITEM, { ...ITEM, version: 2, note: 'torn' }], next: null, total: 2 }),
  ],
  [
    '40 a listing that leaves out what is there',
    reply(200, { data: [ITEM], next: null, total: 1 }),
  ],
  ['42 an empty listing', reply(200, { data: [], next: null, total: 0 })],
  [
    '41 records without their fields',
    reply(200, { data: [{ id: 'k0', version: 1 }], next: null, total: 1 }),
  ],
]

describe('[O4] [W8] a listing that lacks records deletes nothing, whatever else the run does', () => {
  test.each(LISTS)('%s', async (_, fault) => {
    const pair = await hostilePair()
    const before = pair.agreement().erp.length
    pair.fault = fault
    const { err } = await pair.run(['sync'])
    expect(err).not.toContain('bug in bilateral')
    expect(pair.agreement().erp.length).toBeGreaterThanOrEqual(before)
    await expectRecovery(pair)
  })
})
