import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { compose } from '../../src/config/compose.ts'
import type { Composed } from '../../src/config/compose.ts'
import { describeSource } from '../../src/config/resolve/rule-source.ts'
import { ConfigError } from '../../src/config/source/complaint.ts'
import { isBilateralError } from '../../src/errors.ts'
import { EXAMPLE, change, load } from './example.ts'

async function composed(text = EXAMPLE): Promise<Composed> {
  const pairing = await compose(load(text))
  onTestFinished(() => pairing.close())
  return pairing
}

/** The complaints with which a configuration cannot be composed, after the name of the file. */
async function complaintsAbout(text: string): Promise<readonly string[]> {
  const config = load(text)
  const error = await compose(config).then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof ConfigError)) throw error
  expect(error.exitCode).toBe(64)
  expect(existsSync(config.memory.file)).toBe(false)
  return error.message
    .split('\n')
    .slice(0, -1)
    .map((line) => line.replace('bilateral.yaml:', ''))
}

describe('a composed pairing', () => {
  test('[C21] has both systems, the entities in order and a memory that only its owner reads', async () => {
    const config = load(EXAMPLE)
    const pairing = await compose(config)
    onTestFinished(() => pairing.close())
    expect([pairing.name, pairing.systems.a.name, pairing.systems.b.name]).toEqual([
      'crm-erp',
      'crm',
      'erp',
    ])
    expect(pairing.entities.map(({ name }) => name)).toEqual(['company', 'person'])
    expect(pairing.entities.map(({ collections: { a, b } }) => [a.name, b.name])).toEqual([
      ['accounts', 'customer'],
      ['contacts', 'person'],
    ])
    expect(await pairing.store.countPairs({})).toBe(0)
    expect(statSync(config.memory.file).mode & 0o777).toBe(0o600)
  })

  test('[C21] closing twice is closing once', async () => {
    const pairing = await compose(load(EXAMPLE))
    await pairing.close()
    await pairing.close()
  })

  test('[C21] each match rule reads its key on both sides', async () => {
    const [company] = (await composed()).entities
    const [byNumber, byMail] = company?.match ?? []
    expect(byNumber?.textOf('a', { externalRef: 'K-1' })).toBe(
      byNumber?.textOf('b', { customer_no: 'k-1' }),
    )
    expect(byMail?.then).toBe('review')
    expect(byMail?.textOf('a', { email: 'x@y', city: null })).toBeUndefined()
  })

  test('[C21] the terms are those of the file', async () => {
    const [company, person] = (await composed()).entities
    expect(company?.terms).toMatchObject({
      entity: 'company',
      names: { a: 'crm', b: 'erp' },
      presence: { created: { a: 'propagate', b: 'keep' }, updatedDeleted: 'keep-updated' },
      tokenCovers: { a: true, b: true },
    })
    expect(company?.terms.aspects.map(({ fields }) => fields.join('+'))).toEqual([
      'name',
      'number',
      'address',
      'phone+mail',
    ])
    expect(company?.terms.same('name', 'Adler', 'Adler')).toBe(true)
    expect(company?.guards.deletes).toEqual({ ratioMax: 0.02, countFloor: 20 })
    expect(person?.terms.fields.find(({ name }) => name === 'company')).toMatchObject({
      refersTo: 'company',
      required: true,
    })
  })

  test('[C21] loads the adapters that the file uses, and no other', () => {
    const config = change(
      EXAMPLE,
      EXAMPLE.slice(EXAMPLE.indexOf('  crm:\n    type'), EXAMPLE.indexOf('  erp:\n    type')),
      '  crm: { type: sql, database: crm.db, collections: { accounts: { id: id }, contacts: { id: id } } }\n',
    )
    const { file } = load(config)
    const script = `
      import { registerHooks } from 'node:module'
      const urls = []
      registerHooks({ load: (url, context, next) => (urls.push(url), next(url, context)) })
      const { loadConfig } = await import('./src/config/load-config.ts')
      const { compose } = await import('./src/config/compose.ts')
      const before = urls.filter((url) => /\\/src\\/(adapters|stores)\\/\\w+\\//.test(url)).length
      const pairing = await compose(loadConfig({ path: ${JSON.stringify(file)}, cwd: '/', env: {} }))
      await pairing.close()
      const rooms = urls.flatMap((url) => /\\/src\\/((?:adapters|stores)\\/\\w+)\\//.exec(url)?.[1] ?? [])
      console.log(JSON.stringify({ before, rooms: [...new Set(rooms)].sort() }))`
    const output = execFileSync(process.execPath, ['--input-type=module', '-e', script], {
      encoding: 'utf8',
    })
    expect(JSON.parse(output)).toEqual({ before: 0, rooms: ['adapters/sql', 'stores/sqlite'] })
    expect(existsSync(dirname(file))).toBe(true)
  })
})

describe('what the systems can do', () => {
  test('[C18] narrows what is allowed, and the system is named as the reason', async () => {
    const [company, person] = (await composed()).entities
    expect(company?.terms.allow).toEqual({
      a: { create: true, update: true, delete: true },
      b: { create: true, update: true, delete: false },
    })
    expect(company && describeSource(company.said.allow.b.delete.source)).toBe(
      'entities.company.allow.erp (line 59)',
    )
    expect(person?.terms.allow).toEqual({
      a: { create: false, update: false, delete: false },
      b: { create: true, update: true, delete: false },
    })
    expect(person && describeSource(person.said.allow.a.create.source)).toBe(
      'crm cannot create contacts',
    )
    expect(person && describeSource(person.said.allow.b.delete.source)).toBe(
      'erp cannot delete person',
    )
  })

  test('[C18] a system that may only be read accepts no write', async () => {
    const [company] = (
      await composed(
        change(EXAMPLE, '    database: ./erp.db', '    database: ./erp.db\n    readOnly: true'),
      )
    ).entities
    expect(company?.terms.allow.b).toEqual({ create: false, update: false, delete: false })
  })

  test('[C18] a version that does not cover everything decides nothing', async () => {
    const [company] = (
      await composed(
        change(
          EXAMPLE,
          '{ header: ETag, send: If-Match }',
          '{ header: ETag, send: If-Match, covers: some }',
        ),
      )
    ).entities
    expect(company?.terms.tokenCovers).toEqual({ a: false, b: true })
  })

  test('[C123] writes without a condition are refused at the entity, until it accepts what they can overwrite', async () => {
    const bare = change(EXAMPLE, '        token: { header: ETag, send: If-Match }\n', '')
      .replace(/\n {8}stamp: \{ path: updatedAt.*/, '')
      .replace(/\n {8}changes: .*/, '')
    await expect(composed(bare)).rejects.toThrow(
      /crm accounts takes no condition for update and delete.*acceptLostUpdates: true/s,
    )
    const accepted = change(
      bare,
      '    crm: accounts\n',
      '    crm: accounts\n    acceptLostUpdates: true\n',
    )
    const [company] = (await composed(accepted)).entities
    expect(company?.terms.allow.a.update).toBe(true)
  })

  const NEWEST = change(EXAMPLE, 'policy: ask }\n      number', 'policy: newest }\n      number')

  // prettier-ignore
  test.each([
    ['no stamp', '        stamp: { column: changed_at, granularity: 1s, format: sqlite }\n', '', 'records have no stamp'],
    ['stamps that any client sets', 'format: sqlite', 'trust: client', 'stamps are not declared as set by the server (trust: server)'],
    ['stamps of a minute', '1s, format: sqlite', '1m, trust: server', 'stamps are coarser than 1000 ms'],
  ])('[C19] newest is refused for %s', async (...[, from, to, reason]) => {
    const complaints = await complaintsAbout(change(NEWEST, from, to))
    expect(complaints).toEqual([
      expect.stringMatching(/^6[12]:\d+ entities\.company\.fields\.name\.policy: newest cannot be told/),
    ])
    expect(complaints[0]).toContain(`(erp customer: ${reason}); write ask, or a system's name`)
  })

  test('[C19] newest by default is refused once, at the default', async () => {
    expect(
      await complaintsAbout(
        change(EXAMPLE, 'defaults: { policy: ask', 'defaults: { policy: newest'),
      ),
    ).toEqual([expect.stringMatching(/^79:21 defaults\.policy: newest cannot be told/)])
  })

  test('[C19] newest is accepted where both stamps can be compared', async () => {
    const text = change(NEWEST, 'format: sqlite', 'format: sqlite, trust: server')
    const [company] = (await composed(text)).entities
    expect(company?.terms.fields[0]?.policy).toEqual({ kind: 'newest' })
  })
})

describe('what an adapter finds wrong', () => {
  test.each([
    [
      'an unknown substitution',
      'DELETE /accounts/${id}',
      'DELETE /accounts/${key}',
      /^31:17 systems\.crm\.collections\.accounts\.delete\.?\w*: .*\$\{key\} is not a substitution/,
    ],
    [
      'a place that is none',
      'send: query.after',
      'send: header.after',
      /^25:46 systems\.crm\.collections\.accounts\.list\.page\.send: "header\.after" is neither/,
    ],
    [
      'several ids of one table',
      'id: person_id',
      'id: [company_id, person_id]',
      /^47:15 systems\.erp\.collections\.person: id names 2 columns/,
    ],
  ])('[C2] %s is told at its line', async (_, from, to, complaint) => {
    expect(await complaintsAbout(change(EXAMPLE, from, to))).toEqual([
      expect.stringMatching(complaint),
    ])
  })

  test('[C2] what the memory has to say is passed on, and the systems are closed', async () => {
    const text = change(EXAMPLE, './memory/crm-erp.db', './bilateral.yaml')
    const error = await compose(load(text)).catch((reason: unknown) => reason)
    expect(isBilateralError(error, 'STORE_CORRUPT')).toBe(true)
  })
})
