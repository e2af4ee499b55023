import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load-config.ts'
import { Secret } from '../../src/core/secret.ts'
import { ENV, EXAMPLE, change, folderWith, load } from './example.ts'

describe('a loaded configuration', () => {
  test('[C13] paths are relative to the file, wherever the command runs', () => {
    const folder = folderWith({ 'conf/bilateral.yaml': EXAMPLE, 'elsewhere/x': '' })
    const config = loadConfig({
      path: '../conf/bilateral.yaml',
      cwd: join(folder, 'elsewhere'),
      env: ENV,
    })
    expect(config.file).toBe(join(folder, 'conf/bilateral.yaml'))
    expect(config.memory).toEqual({ kind: 'sqlite', file: join(folder, 'conf/memory/crm-erp.db') })
    expect(config.systems.b).toMatchObject({ database: join(folder, 'conf/erp.db') })
  })

  test('[C13] the memory has a place of its own unless the file names one', () => {
    const { file, memory } = load(change(EXAMPLE, 'memory: { sqlite: ./memory/crm-erp.db }\n', ''))
    expect(memory.file).toBe(join(file, '../.bilateral/crm-erp.db'))
  })

  test('[C13] a secret in a file is found relative to the configuration', () => {
    const text = change(EXAMPLE, '${env:CRM_TOKEN}', '${file:secrets/token}')
    const folder = folderWith({ 'a/bilateral.yaml': text, 'a/secrets/token': 'from-file\n' })
    const { secrets } = loadConfig({ path: 'a', cwd: folder, env: {} })
    expect(secrets.map((secret) => secret.reveal())).toEqual(['from-file'])
  })

  test('[C5] the sides are the systems in the order of the file', () => {
    const { systems } = load(EXAMPLE)
    expect([systems.a.name, systems.a.type, systems.b.name, systems.b.type]).toEqual([
      'crm',
      'rest',
      'erp',
      'sql',
    ])
  })

  test('[C5] a system may be called a or b, whatever its side', () => {
    const text = EXAMPLE.replaceAll(/\bcrm:/g, 'b:')
      .replaceAll(/\berp:/g, 'a:')
      .replace('crm-master', 'a-master')
      .replaceAll(
        /(policy|owner|created): (crm|erp)/g,
        (_, key: string, name: string) => `${key}: ${name === 'crm' ? 'b' : 'a'}`,
      )
    const { systems, entities } = load(text)
    expect([systems.a.name, systems.b.name]).toEqual(['b', 'a'])
    const [company, person] = entities
    expect(company?.fields.find(({ name }) => name === 'number')?.owner.value).toBe('b')
    expect(person?.fields[0]?.owner.value).toBe('b')
  })

  test.each([
    ['a user and a password', '{ basic: { user: me, password: "${env:CRM_TOKEN}" } }'],
    ['headers alone', '{ headers: { X-Api-Key: "${env:CRM_TOKEN}" } }'],
    [
      'a token and headers beside it',
      '{ bearer: "${env:CRM_TOKEN}", headers: { X-Api-Key: "${env:CRM_TOKEN}" } }',
    ],
    [
      'client credentials',
      '{ oauth2: { token: "https://id.example.com/token", clientId: me, clientSecret: "${env:CRM_TOKEN}" } }',
    ],
  ])('[C10] who asks may be shown by %s', (_, auth) => {
    const text = change(EXAMPLE, '{ bearer: "${env:CRM_TOKEN}" }', auth)
    expect(JSON.stringify(load(text).systems.a)).toContain('***')
  })

  test('[C13] files of records are a system too', () => {
    const text = change(
      change(
        EXAMPLE,
        EXAMPLE.slice(EXAMPLE.indexOf('    type: sql'), EXAMPLE.indexOf('entities:')),
        `    type: files
    directory: ./export
    collections:
      customer: { file: customers.csv, id: number, delimiter: ";", quiet: 2s }
      person: { file: people.jsonl, id: id, finalNewline: optional }
`,
      ),
      'name: crm-erp',
      'name: crm-files',
    )
    const { file, systems } = load(text)
    expect(systems.b).toMatchObject({
      type: 'files',
      directory: join(file, '../export'),
      collections: {
        customer: { file: 'customers.csv', quietMs: 2_000 },
        person: { quietMs: undefined },
      },
    })
  })

  test('[C9] nothing of it shows a secret', () => {
    const config = load(EXAMPLE)
    expect(config.systems.a).toMatchObject({ auth: { bearer: expect.any(Secret) as unknown } })
    expect(JSON.stringify(config)).not.toContain(ENV.CRM_TOKEN)
    expect(config.secrets.map((secret) => secret.reveal())).toEqual([ENV.CRM_TOKEN])
  })

  test('[C10] what contacts no system needs no secret', () => {
    expect(() => load(EXAMPLE, { env: {} })).toThrow(
      'the environment variable CRM_TOKEN is not set',
    )
    expect(load(EXAMPLE, { env: {}, missingSecrets: 'ignore' }).secrets).toEqual([])
  })

  test('[C10] a referenced file that is no secret but a book is refused', () => {
    const text = change(EXAMPLE, '${env:CRM_TOKEN}', '${file:book}')
    const folder = folderWith({ 'bilateral.yaml': text, book: 'x'.repeat(70_000) })
    expect(() => loadConfig({ cwd: folder, env: {} })).toThrow(
      'the file book cannot be read (longer than 65536 characters)',
    )
  })

  test('[C6] durations, rates, shares and limits are read in the units that people write', () => {
    const { systems, entities } = load(EXAMPLE)
    expect(systems.a).toMatchObject({
      limits: { requests: 100, per: 10_000, keepFree: 0.2 },
      retry: { patience: 600_000 },
      timeouts: { connect: 5_000, total: 120_000 },
      collections: { accounts: { stamp: { granularity: 1_000, lateness: 60_000 } } },
    })
    expect(systems.b).toMatchObject({
      collections: { customer: { stamp: { granularityMs: 1_000 } } },
    })
    expect(entities[0]?.guards.deletes.value).toEqual({ ratioMax: 0.02, countFloor: 20 })
  })

  test('[C3] the same configuration in JSON says the same', () => {
    const yaml = load(EXAMPLE)
    const json = loadConfig({
      cwd: folderWith({ 'bilateral.json': JSON.stringify(yaml.source.tree, null, 2) }),
      env: ENV,
    })
    const values = (text: string): string =>
      text.replaceAll(/"(line|file|database)":("[^"]*"|\d+)/g, '')
    const plain = ({ systems, entities, cycles }: typeof yaml): string =>
      values(JSON.stringify({ systems, entities, cycles }))
    expect(plain(json)).toBe(plain(yaml))
  })
})

describe('the order of entities', () => {
  /** A configuration of entities: each a name, what it refers to, and what it comes after. */
  type Family = readonly (readonly [name: string, refersTo: string, after?: string])[]

  const fileOf = (family: Family): string => {
    const collections = family.map(([name]) => `${name}: { id: id }`).join(', ')
    const entities = family.map(([name, refersTo, after = '']) => {
      const fields = refersTo
        .split(' ')
        .filter((target) => target !== '')
        .map((target, at) => `f${at}: { x: f${at}, y: f${at}, as: ref(${target}) }`)
      return `  ${name}: { x: ${name}, y: ${name}, match: [], after: [${after}], fields: { ${fields.join(', ')} } }`
    })
    return [
      'version: 1',
      'name: family',
      'systems:',
      `  x: { type: sql, database: x.db, collections: &all { ${collections} } }`,
      '  y: { type: sql, database: y.db, collections: *all }',
      'entities:',
      ...entities,
    ].join('\n')
  }
  const order = (...family: Family): unknown => {
    const config = load(fileOf(family))
    return { names: config.entities.map(({ name }) => name).join(' '), cycles: config.cycles }
  }

  test('[C7] it is that of the file where nothing is said', () => {
    expect(order(['c', ''], ['a', ''], ['b', ''])).toEqual({ names: 'c a b', cycles: [] })
  })

  test('[C7] parents come before the entities that refer to them', () => {
    expect(
      order(['line', 'order item'], ['order', 'company'], ['item', ''], ['company', '']),
    ).toEqual({
      names: 'item company order line',
      cycles: [],
    })
  })

  test('[C7] `after` puts an entity behind another without a reference', () => {
    expect(order(['a', '', 'c'], ['b', ''], ['c', ''])).toEqual({ names: 'b c a', cycles: [] })
  })

  test('[C7] an entity that refers to itself is reported', () => {
    expect(order(['person', 'person'])).toEqual({ names: 'person', cycles: [['person']] })
  })

  test('[C7] references in a circle are allowed and reported; one entity comes first all the same', () => {
    expect(order(['child', 'a'], ['a', 'b'], ['b', 'c'], ['c', 'a'])).toEqual({
      names: 'a child c b',
      cycles: [['a', 'b', 'c']],
    })
  })

  test('[C7] `after` decides where a circle of references is cut', () => {
    expect(order(['a', 'b'], ['b', 'a'])).toMatchObject({ names: 'a b' })
    expect(order(['a', 'b', 'b'], ['b', 'a'])).toMatchObject({ names: 'b a', cycles: [['b', 'a']] })
  })
})
