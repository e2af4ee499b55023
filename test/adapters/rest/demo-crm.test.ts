import type { RestSystemConfig } from '../../../src/adapters/rest/config.ts'
import { describe, expect, test } from 'vitest'
import { listen, stop } from './service.ts'
import type { Fields } from '../../../src/core/value.ts'
import { Secret } from '../../../src/core/secret.ts'
import type { Server } from 'node:http'
import type { SuiteWorld } from '../../../src/testing/adapter-suite/world.ts'
import { adapterSuite } from '../../../src/testing/adapter-suite.ts'
import { createAdaptorServer } from '@hono/node-server'
import { createCrmApp } from '../../../demo/systems/crm/crm-app.ts'
import { openCrmDatabase } from '../../../demo/systems/crm/crm-database.ts'
import { parse } from 'yaml'
import { readFileSync } from 'node:fs'
import { restSystem } from '../../../src/adapters/rest/system.ts'

const TOKEN = 'demo-token'

/** The declaration that docs/rest.md shows, read as the configuration reads it. */
function declared(origin: string): RestSystemConfig {
  const [, text = ''] =
    /^```yaml\n(crm:[^]*?)^```$/m.exec(readFileSync('docs/rest.md', 'utf8')) ?? []
  const { crm } = parse(text, (_, value: unknown) =>
    typeof value === 'string' && /^\d+s$/.test(value) ? Number.parseInt(value) * 1000 : value,
  ) as { crm: RestSystemConfig }
  const auth = { bearer: new Secret(TOKEN) }
  return { ...crm, url: `${origin}/api`, auth, limits: { concurrency: 4 } }
}

async function world(): Promise<SuiteWorld> {
  const database = openCrmDatabase(':memory:')
  const app = createCrmApp({ database, token: TOKEN })
  const server = createAdaptorServer({ fetch: app.fetch }) as Server
  const origin = await listen(server)
  const ask = async (method: string, path: string, body?: Fields): Promise<Fields | undefined> => {
    const response = await app.request(`/api/accounts${path}`, {
      method,
      headers: { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return response.status < 300 && response.status !== 204
      ? ((await response.json()) as Fields)
      : undefined
  }
  return {
    system: restSystem('crm', declared(origin)),
    collection: 'accounts',
    body: (n) => ({
      name: `Company ${n}`,
      notes: `Notes ${n}`,
      email: `office${n}@example.com`,
      segments: [`SEGMENT-${n}`],
      creditLimit: n + 0.5,
    }),
    texts: ['notes', 'owner'],
    nullable: 'notes',
    search: 'email',
    invalid: { creditLimit: -1 },
    outside: {
      create: async (body, id) => {
        const made = id === undefined ? await ask('POST', '', body) : undefined
        return made?.['id'] as string | undefined
      },
      update: async (id, set) => {
        await ask('PATCH', `/${id}`, set)
      },
      delete: async (id) => {
        await ask('DELETE', `/${id}`)
      },
      read: async (id) => withoutOwn(await ask('GET', `/${id}`)),
    },
    dispose: async () => {
      await stop(server)
      database.close()
    },
  }
}

function withoutOwn(record: Fields | undefined): Fields | undefined {
  if (record === undefined) return undefined
  const own = ['id', 'version', 'createdAt', 'updatedAt']
  return Object.fromEntries(Object.entries(record).filter(([name]) => !own.includes(name)))
}

describe("the demo's CRM, declared as docs/rest.md shows, keeps the adapter contract", () => {
  // It reads a blank text as empty, which is a fact for the mapping and not for the adapter.
  const cases = adapterSuite(world).filter(({ title }) => !title.startsWith('[A26]'))

  for (const { title, run } of cases)
    test(title, async ({ skip }) => {
      const verdict = await run()
      if (verdict.kind === 'not-declared') skip(verdict.why)
    })

  test('and its page of a hundred is all a request shows', async () => {
    const { system, outside, dispose } = await world()
    for (let n = 0; n < 101; n++) await outside.create({ name: `Company ${n}` })
    const listing = system.collection('accounts').list(new AbortController().signal)
    const sizes: number[] = []
    for (let step = await listing.next(); ; step = await listing.next()) {
      if (step.done === true) {
        expect(step.value).toMatchObject({ complete: true, count: 101 })
        break
      }
      sizes.push(step.value.records.length)
    }
    expect(sizes).toEqual([100, 1])
    await system.close()
    await dispose?.()
  })
})
