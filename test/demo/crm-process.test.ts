import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'

import { startCrm } from '../../demo/start-crm.ts'
import type { RunningCrm } from '../../demo/start-crm.ts'
import { createTemporaryFolder } from './temporary-folder.ts'

async function start(dbPath = join(createTemporaryFolder(), 'crm.db')): Promise<RunningCrm> {
  const crm = await startCrm({ dbPath, token: 'user', adminToken: 'operator' })
  onTestFinished(async () => {
    await crm.stop()
  })
  return crm
}

type Send = (method: string, path: string, body?: object) => Promise<Response>

function sender({ url, token, adminToken }: RunningCrm, patienceMs = 5000): Send {
  return (method, path, body) => {
    const bearer = path.startsWith('/admin') ? adminToken : token
    const headers = { Authorization: `Bearer ${bearer}`, 'Content-Type': 'application/json' }
    const content = body === undefined ? {} : { body: JSON.stringify(body) }
    return fetch(url + path, {
      method,
      headers,
      signal: AbortSignal.timeout(patienceMs),
      ...content,
    })
  }
}

async function countAccounts(send: Send): Promise<number> {
  const page = (await (await send('GET', '/api/accounts')).json()) as { total: number }
  return page.total
}

describe('the CRM as a process', () => {
  it('says where it listens, dates its answers, and ends with 0 on SIGTERM', async () => {
    const crm = await start()
    expect(crm.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const response = await sender(crm)('GET', '/api/accounts')
    expect(response.headers.get('Date')).toMatch(/GMT$/)
    expect(await crm.stop()).toBe(0)
    await expect(sender(crm)('GET', '/api/accounts')).rejects.toThrow()
  })

  it('keeps its records when it is stopped and started again', async () => {
    const dbPath = join(createTemporaryFolder(), 'crm.db')
    const first = await start(dbPath)
    await sender(first)('POST', '/api/accounts', { name: 'Nord AG' })
    await first.stop()
    expect(await countAccounts(sender(await start(dbPath)))).toBe(1)
  })

  it.each([
    [['--port', '0'], { CRM_TOKEN: 't' }, '--db is missing'],
    [['--db', 'x.db'], {}, 'CRM_TOKEN is missing'],
    [['--db', 'x.db', '--port', 'http'], { CRM_TOKEN: 't' }, '--port must be'],
    [['--db', 'x.db', '--colour'], { CRM_TOKEN: 't' }, "'--colour'"],
  ])('ends with 64 and a reason for %j', (args, environment, reason) => {
    const script = join(import.meta.dirname, '../../demo/systems/crm-service.ts')
    const options = { cwd: createTemporaryFolder(), env: environment, encoding: 'utf8' } as const
    const { status, stderr, stdout } = spawnSync(process.execPath, [script, ...args], options)
    expect([status, stdout]).toEqual([64, ''])
    expect(stderr).toContain(reason)
  })
})

describe('an ordered fault', () => {
  let crm: RunningCrm
  let send: Send

  beforeAll(async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bilateral-demo-'))
    crm = await startCrm({ dbPath: join(folder, 'crm.db'), token: 'user', adminToken: 'operator' })
    send = sender(crm)
    return async () => {
      await crm.stop()
      rmSync(folder, { recursive: true })
    }
  })

  it.each(['no-answer', 'reset'])('lets the work be done without an answer: %s', async (kind) => {
    await send('DELETE', '/admin/faults')
    const before = await countAccounts(send)
    const fault = { kind, method: 'POST', path: '/api/accounts', skip: 1 }
    expect((await send('POST', '/admin/faults', fault)).status).toBe(201)
    expect((await send('POST', '/api/accounts', { name: 'Passed' })).status).toBe(201)
    const impatient = sender(crm, 300)
    await expect(impatient('POST', '/api/accounts', { name: 'Silent' })).rejects.toThrow()
    expect(await countAccounts(send)).toBe(before + 2)
    const faults = (await (await send('GET', '/admin/faults')).json()) as object[]
    expect(faults).toEqual([expect.objectContaining({ kind, times: 0, fired: 1 })])
    expect((await send('POST', '/api/accounts', { name: 'Next' })).status).toBe(201)
  })

  it('keeps the work undone: unavailable', async () => {
    const before = await countAccounts(send)
    await send('POST', '/admin/faults', { kind: 'unavailable' })
    expect((await send('POST', '/api/accounts', { name: 'Refused' })).status).toBe(503)
    expect(await countAccounts(send)).toBe(before)
  })

  it('makes the work wait: delay', async () => {
    await send('POST', '/admin/faults', { kind: 'delay', delayMs: 100 })
    const began = performance.now()
    await countAccounts(send)
    expect(performance.now() - began).toBeGreaterThanOrEqual(99)
  })

  it.each([{}, { kind: 'fire' }, { kind: 'delay', delayMs: -1 }])('is not %j', async (fault) => {
    expect((await send('POST', '/admin/faults', fault)).status).toBe(422)
  })
})
