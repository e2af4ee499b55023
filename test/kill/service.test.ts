import { expect, onTestFinished, test } from 'vitest'
import { startService } from '../../kill/service.ts'
import type { Service } from '../../kill/service.ts'

async function serviceOf(): Promise<Service> {
  const service = await startService()
  onTestFinished(() => service.close())
  return service
}

const RECORD = { name: 'n', city: 'c', phone: 'p' }

function create(service: Service, key: string): Promise<Response> {
  const headers = { 'idempotency-key': key, 'content-type': 'application/json' }
  return fetch(`${service.url}/items`, { method: 'POST', headers, body: JSON.stringify(RECORD) })
}

test.each([
  ['unheard', 0, 0],
  ['late', 0, 1],
  ['done', 1, 1],
] as const)(
  'a request to be %s has done %i at the kill and %i after it',
  async (when, at, after) => {
    const service = await serviceOf()
    const killedAt: number[] = []
    const kill = (): void => void killedAt.push(service.contents().rows.size)
    service.arm({ point: { kind: 'request', at: 1, when }, kill })
    await expect(create(service, 'k')).rejects.toThrow()
    expect(killedAt).toEqual([at])
    service.deliverLate()
    expect(service.contents().rows.size).toBe(after)
  },
)

test('a key makes one record, and an outdated version none', async () => {
  const service = await serviceOf()
  await create(service, 'k')
  expect((await create(service, 'k')).headers.get('idempotency-replayed')).toBe('true')
  expect(service.contents().rows.size).toBe(1)
  service.edit([{ verb: 'update', on: 'crm', name: 'n', set: { city: 'd' } }])
  const url = `${service.url}/items/k1`
  const stale = await fetch(url, { method: 'DELETE', headers: { 'if-match': '"v1"' } })
  expect(stale.status).toBe(412)
  const fresh = await fetch(url, { method: 'DELETE', headers: { 'if-match': '"v2"' } })
  expect([fresh.status, (await fetch(url)).status]).toEqual([204, 410])
})
