import type { IncomingMessage, ServerResponse } from 'node:http'
import { describe, expect, test } from 'vitest'
import { expectRecovery } from './expect-recovery.ts'
import type { Fault } from './hostile-pair.ts'
import { hostilePair, relay } from './hostile-pair.ts'

const LOGIN = '<!DOCTYPE html><html><body>Please log in</body></html>'

/** Answers a write, the `no`-th of its run counted from 0; `apply` has the service carry it out unseen first. */
type Answer = (
  response: ServerResponse,
  scene: { readonly no: number; readonly apply: () => Promise<unknown> },
) => boolean | Promise<void>

function onWrite(answer: Answer): (origin: string) => Fault {
  return (origin) => {
    let no = 0
    return (request: IncomingMessage, response) => {
      if (request.method === 'GET') return false
      const answered = answer(response, { no: no++, apply: () => relay(origin, request) })
      return answered !== false
    }
  }
}

/** Every write is refused or lost with this status, without being carried out. */
function reply(status: number, headers: Readonly<Record<string, string>> = {}, body = '{}') {
  return onWrite((response) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body)
    return true
  })
}

/** Carries out the write, then answers with something else. */
function afterApplying(answer: (response: ServerResponse) => void) {
  return onWrite(async (response, { apply }) => {
    await apply()
    answer(response)
  })
}

/** From the second request on, reads included, credentials are refused: the first write landed. */
function expireAfterFirstWrite(): Fault {
  let writes = 0
  return ({ method }, response) => {
    if (method !== 'GET') writes += 1
    if (writes < 2) return false
    response.writeHead(401, { 'content-type': 'application/json' }).end('{"message":"expired"}')
    return true
  }
}

/** The row of the catalogue, what happens to writes, the exit code and what the run has to say. */
type Row = readonly [title: string, fault: (o: string) => Fault, exitCode: number, says: RegExp]

const ROWS: readonly Row[] = [
  [
    '20 a failure after applying',
    afterApplying((r) => r.writeHead(500).end()),
    4,
    /left to the next run/,
  ],
  [
    '2 an answer lost after applying',
    afterApplying((r) => r.socket?.destroy()),
    4,
    /left to the next run/,
  ],
  ['2 no answer in time after applying', afterApplying(() => undefined), 4, /left to the next run/],
  ['10 a login page after applying', afterApplying((r) => r.end(LOGIN)), 4, /left to the next run/],
  [
    '12 nothing at all after applying',
    afterApplying((r) => r.writeHead(204).end()),
    4,
    /left to the next run/,
  ],
  ['20 a failure instead', reply(500), 4, /left to the next run/],
  [
    '21 a maintenance page instead',
    reply(503, { 'content-type': 'text/html' }, LOGIN),
    4,
    /left to the next run/,
  ],
  ['14 a redirect without end', reply(307, { location: '?again' }), 4, /left to the next run/],
  ['17 credentials that run out while writing', expireAfterFirstWrite, 1, /credentials/],
  ['19 a storm of 429 that ends by itself', reply(429, { 'retry-after': '0' }), 4, /answers 429/],
  ['19 429 until nobody knows', reply(429, { 'retry-after': 'soon' }), 4, /answers 429/],
  ['19 429 until before', reply(429, { 'retry-after': '-5' }), 4, /answers 429/],
  [
    '19 429 until tomorrow',
    reply(429, { 'retry-after': '86400' }),
    75,
    /asked for nothing to be sent for 3600/,
  ],
]

describe('[W6] [E10] writes that are lost, refused or answered wrongly end in agreement, none twice and none lost', () => {
  test.each(ROWS)('%s', async (_, faultAt, exitCode, says) => {
    const pair = await hostilePair()
    pair.change("INSERT INTO item (name, note) VALUES ('n8', 'new in the erp')")
    pair.fault = faultAt(pair.service.origin)
    const troubled = await pair.run(['sync'])
    expect(troubled.out + troubled.err).toMatch(says)
    expect(troubled.err).not.toContain('bug in bilateral')
    expect(troubled.err).not.toContain('nothing was written to either system')
    await expectRecovery(pair, ['n8: new in the erp'])
    expect(troubled.exitCode).toBe(exitCode)
  })
})
