import type { BySide, Entity, Pairing, Preset, System } from '../src/index.ts'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { expect, onTestFinished, test } from 'vitest'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { memorySystem } from '../src/testing/index.ts'
import { pathToFileURL } from 'node:url'
import { tmpdir } from 'node:os'
import * as library from '../src/index.ts'

const {
  DEFAULT_GUARDS,
  DEFAULT_PRESET,
  MATRIX,
  compileEntity,
  compileKey,
  effectiveMatrix,
  isBilateralError,
  law,
  memoryStore,
  plainRequest,
  prepareTerms,
  preview,
  readStatus,
  sync,
} = library

const GUIDE = readFileSync('docs/library.md', 'utf8')
const NAMES = { a: 'crm', b: 'erp' }
const KEY = { a: 'mail', b: 'email' }

/** The first program of docs/library.md, in a folder of its own with the files it is about. */
function examplePlace(): { readonly folder: string; readonly run: () => string } {
  const folder = mkdtempSync(join(tmpdir(), 'bilateral-library-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  cpSync('examples/people', folder, { recursive: true })
  const [, program = ''] = /```ts\n(import[^]*?)```/.exec(GUIDE) ?? []
  const door = pathToFileURL('src/index.ts').href
  writeFileSync(join(folder, 'program.ts'), program.replace(`'bilateral'`, `'${door}'`))
  return {
    folder,
    run: () =>
      execFileSync(process.execPath, ['program.ts'], { cwd: folder, encoding: 'utf8' }).trim(),
  }
}

test('the program of docs/library.md brings two files into agreement, and then finds nothing to do', () => {
  const { folder, run } = examplePlace()
  expect(run()).toMatch(/^person \{"create":\{"a":1,"b":1\}/)
  for (const file of ['crm/contacts.csv', 'erp/staff.csv'])
    for (const name of ['Ada', 'Grace', 'Alan'])
      expect(readFileSync(join(folder, file), 'utf8')).toContain(name)
  expect(run()).toBe('')
})

/** An entity of two collections, made by hand from the parts that are exported. */
function makePerson(systems: BySide<System>, preset: Preset): Entity {
  const collections = { a: systems.a.collection('contacts'), b: systems.b.collection('staff') }
  const fields = { name: { a: 'name', b: 'full_name' }, mail: { a: 'mail', b: 'email' } }
  const mapping = compileEntity({ fields }, NAMES)
  const may = { create: true, update: true, delete: true }
  return {
    name: 'person',
    collections,
    mapping,
    terms: prepareTerms({
      entity: 'person',
      names: NAMES,
      fields: Object.keys(fields).map((name) => ({ name, ...preset.field })),
      presence: preset.presence,
      allow: { a: may, b: may },
      tokenCovers: { a: true, b: true },
      same: (field, left, right) => mapping.same(field, left, right),
    }),
    match: [{ name: 'mail', then: 'link', ...compileKey({ on: KEY, as: 'lower' }, NAMES) }],
    guards: DEFAULT_GUARDS,
    meaning: 'contacts and staff',
  }
}

test('a pairing made by hand is previewed, run and looked at through the front door', async () => {
  const a = memorySystem({ name: 'crm', collections: { contacts: {} } })
  const b = memorySystem({ name: 'erp', collections: { staff: {} } })
  const entities = [makePerson({ a, b }, DEFAULT_PRESET)]
  const pairing: Pairing = { name: 'crm-erp', systems: { a, b }, entities, store: memoryStore() }
  a.users('contacts').create({ name: 'Ada', mail: 'ADA@example.org' })
  b.users('staff').create({ full_name: 'Ada', email: 'ada@example.org' })
  b.users('staff').create({ full_name: 'Alan', email: 'alan@example.org' })
  const request = plainRequest({ owner: 'a test' })
  expect(library.hasDifferences(await preview(pairing, request))).toBe(true)
  const report = await sync(pairing, request)
  expect(report.entities[0]?.landed.create).toEqual({ a: 1, b: 0 })
  expect((await readStatus(pairing)).entities[0]?.linked).toBe(2)
  const [first] = a.users('contacts').readAll().values()
  expect(first?.['name']).toBe('Ada')
  expect(effectiveMatrix(entities[0]!.terms)).toHaveLength(16)
})

test('the decision is there without a system', () => {
  expect(law({ consistent: false, dirtyA: true, dirtyB: false })).toBe('b:=a')
  expect(MATRIX.updated.deleted.action).toBe('policy')
})

test('what goes wrong has a code and a next step', () => {
  const load = (): unknown => library.loadConfig({ cwd: tmpdir(), env: {} })
  expect(load).toThrow(library.BilateralError)
  try {
    load()
  } catch (error) {
    expect(isBilateralError(error, 'CONFIG_INVALID') && error.next).toMatch(/^bilateral /)
  }
})

test('every name that docs/library.md imports or explains is exported', () => {
  const imported = [...GUIDE.matchAll(/import \{([^}]+)\} from 'bilateral'/g)].flatMap(
    ([, names = '']) => names.split(',').map((name) => name.trim()),
  )
  const called = [
    ...GUIDE.matchAll(/`(compile\w+|prepare\w+|open\w+|memoryStore|effective\w+)[`(]/g),
  ]
  const wanted = [...imported, ...called.map(([, name = '']) => name)]
  expect(wanted.length).toBeGreaterThan(10)
  expect(wanted.filter((name) => !(name in library))).toEqual([])
})
