import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { join } from 'node:path'
import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { configuredIn } from '../../../src/cli/process/configured.ts'
import { createCrmApp } from '../../../demo/systems/crm/crm-app.ts'
import { folderWith } from '../../config/example.ts'
import { listen, stop } from '../../adapters/rest/service.ts'
import { loadConfig } from '../../../src/config/load-config.ts'
import { openCrmDatabase } from '../../../demo/systems/crm/crm-database.ts'
import { perform } from '../stage.ts'
import type { StageOptions } from '../stage.ts'
import { seedSystems } from '../../../demo/systems/seed.ts'

const ENV = { NO_COLOR: '1', CRM_TOKEN: 'a-token-of-the-demo' }

const STAFF = [
  'nr;full name;e-mail;works',
  '7;Ada Lovelace;ADA@x.org;J',
  '8;Bob Ross;bob@x.org;N',
  '9;Cem Özdemir;cem@x.org;J',
  '10;Dora Maar;dora@x.org;N',
  '',
].join('\n')
const CONTACTS = [
  'id,name,mail,active',
  'c1,Cem Özdemir,cem@x.org,yes',
  'c2,Ada  Lovelace,ada@x.org,yes',
  'c3,Bob Ross,bob@x.org,no',
  'c4,Dora Maar,dora@x.org,no',
  '',
].join('\n')

/** Carries out a command line in a folder. */
function inFolder(cwd: string, args: readonly string[], options: StageOptions = {}) {
  return perform(args, {
    cwd,
    env: ENV,
    terminal: 80,
    ...configuredIn({ cwd, env: ENV }),
    ...options,
  })
}

function twoFiles(more: Readonly<Record<string, string>> = {}): string {
  return folderWith({ 'contacts.csv': CONTACTS, 'staff.csv': STAFF, ...more })
}

const INIT = ['init', 'crm=./contacts.csv', 'hr=./staff.csv']

describe('two files', () => {
  test('[C94] [C97] become a configuration that loads, with the key, the fields and their lenses', async () => {
    const cwd = twoFiles()
    const { exitCode, lines } = await inFolder(cwd, INIT)
    expect({ exitCode, first: lines[0] }).toEqual({ exitCode: 0, first: 'Wrote bilateral.yaml' })
    expect(lines.slice(-3)).toEqual([
      '  2. bilateral check',
      '  3. bilateral plan',
      '  4. bilateral sync --first-run',
    ])
    const { entities, systems } = loadConfig({ cwd, env: {} })
    expect(systems.b).toMatchObject({
      type: 'files',
      collections: { staff: { delimiter: ';', id: 'nr' } },
    })
    expect(entities.map(({ name, collections }) => [name, collections])).toEqual([
      ['person', { a: 'contacts', b: 'staff' }],
    ])
    expect(entities[0]?.match.map(({ key }) => key)).toEqual([
      { on: { a: 'mail', b: 'e-mail' }, as: 'text(trim, lower)' },
    ])
    expect(entities[0]?.fields.map(({ name, spec }) => [name, spec.b, spec.as])).toEqual([
      ['name', 'full name', 'text(trim, collapse, nfc)'],
      ['mail', 'e-mail', 'text(trim, lower)'],
      [
        'active',
        'works',
        [
          { side: 'crm', bool: ['yes', 'no'] },
          { side: 'hr', bool: ['J', 'N'] },
        ],
      ],
    ])
    expect((await inFolder(cwd, ['check'])).lines.at(-1)).toBe(
      '0 errors, 0 warnings. Nothing was written.',
    )
  })

  test('[C98] what is there already is kept, unless it is to be written over', async () => {
    const cwd = twoFiles({ 'bilateral.yaml': 'mine', '.gitignore': 'dist' })
    const { exitCode, err } = await inFolder(cwd, INIT)
    expect(exitCode).toBe(64)
    expect(err).toContain('is there already; nothing was read or written')
    expect(readFileSync(join(cwd, 'bilateral.yaml'), 'utf8')).toBe('mine')
    expect((await inFolder(cwd, [...INIT, '--force'])).exitCode).toBe(0)
    expect((await inFolder(cwd, [...INIT, '--force'])).exitCode).toBe(0)
    expect(readFileSync(join(cwd, '.gitignore'), 'utf8')).toBe('dist\n.bilateral/\n')
  })

  test('[C97] whatever names and values a system has, they end no comment and make no other YAML', async () => {
    const name = '"a: b # c\ndefaults: {}"'
    const rows = (id: string) => [1, 2, 3, 4].map((at) => `${id}${String(at)},v${String(at)}@x.org`)
    const file = (id: string) => `id,${name}\n${rows(id).join('\n')}\n`
    const cwd = folderWith({ 'l.csv': file('l'), 'r.csv': file('r') })
    const { exitCode, err } = await inFolder(cwd, ['init', 'l=./l.csv', 'r=./r.csv'])
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: expect.anything() as string })
    expect(loadConfig({ cwd, env: {} }).systems.a.name).toBe('l')
  })

  test('[C97] a file that cannot be written is told before anything is read, and what was there stays', async () => {
    const cwd = twoFiles({ 'bilateral.yaml': 'mine' })
    const said = await inFolder(cwd, [...INIT, '--config', 'staff.csv/bilateral.yaml'])
    expect({ exitCode: said.exitCode, out: said.out }).toEqual({ exitCode: 64, out: '' })
    expect(said.err).toMatch(
      /staff\.csv\/bilateral\.yaml cannot be written \(E[A-Z]+\); nothing was/,
    )
    mkdirSync(join(cwd, '.gitignore'))
    const blocked = await inFolder(cwd, [...INIT, '--force'])
    expect(blocked.exitCode).toBe(64)
    expect(readFileSync(join(cwd, 'bilateral.yaml'), 'utf8')).toBe('mine')
    expect(readdirSync(cwd)).toEqual(['.gitignore', 'bilateral.yaml', 'contacts.csv', 'staff.csv'])
  })

  test('[C97] for machines there is one document', async () => {
    const said = await inFolder(twoFiles(), [...INIT, '--json'])
    expect(said.json()).toMatchObject({
      file: 'bilateral.yaml',
      entities: [{ name: 'person', pairs: 4, keys: 1, fields: 3 }],
      variables: [],
      readOnly: [],
    })
  })

  test('[C98] a person is asked for what is missing, and leaves without a trace', async () => {
    const cwd = twoFiles()
    const answers = ['crm', './contacts.csv', 'hr', './staff.csv']
    const asked: string[] = []
    const ask = async (question: string) => {
      asked.push(question)
      return answers.shift()
    }
    expect((await inFolder(cwd, ['init'], { isInteractive: true, ask })).exitCode).toBe(0)
    expect(asked).toHaveLength(4)
    const other = twoFiles()
    expect((await inFolder(other, ['init'], { isInteractive: true, ask })).exitCode).toBe(130)
    expect(existsSync(join(other, 'bilateral.yaml'))).toBe(false)
  })
})

test.each<readonly [string, readonly string[], string]>([
  ['no system', [], '0 of two systems are named'],
  ['one system', ['crm=./contacts.csv'], '1 of two systems are named'],
  ['three systems', ['a=./contacts.csv', 'b=./staff.csv', 'c=./staff.csv'], '3 are named'],
  ['one name for both', ['a=./contacts.csv', 'a=./staff.csv'], 'two names are needed'],
  ['no name', ['./contacts.csv', './staff.csv'], 'write NAME=ADDRESS'],
  ['nothing there', ['a=./contacts.csv', 'b=./gone.csv'], 'there is nothing at'],
  ['another kind of file', ['a=./contacts.csv', 'b=./notes.txt'], 'is neither an address'],
  ['no collection', ['a=./contacts.csv', 'b=http://127.0.0.1:9'], '--collection b:NAME=/PATH'],
  [
    'a query',
    ['a=./contacts.csv', 'b=http://127.0.0.1:9/?x=1', '--collection', 'b:x=/x'],
    'a query belongs to --collection',
  ],
  ['an unknown system', ['a=./contacts.csv', 'b=./staff.csv', '--collection', 'c:x=/x'], 'names c'],
  [
    'half a collection',
    ['a=./contacts.csv', 'b=./staff.csv', '--collection', 'x'],
    'cannot be read',
  ],
  [
    'half a proof',
    ['a=./contacts.csv', 'b=./staff.csv', '--auth', 'a=magic:x'],
    '--auth cannot be read',
  ],
])(
  '[C95] [C98] %s is refused with what to write, and nothing is written',
  async (_, args, message) => {
    const cwd = twoFiles({ 'notes.txt': '' })
    const { exitCode, err, out } = await inFolder(cwd, ['init', ...args])
    expect({ exitCode, out }).toEqual({ exitCode: 64, out: '' })
    expect(err).toContain(message)
    expect(err).toContain('next: ')
    expect(existsSync(join(cwd, 'bilateral.yaml'))).toBe(false)
  },
)

test.each([
  ['a bearer token', ['--auth', 'crm=bearer:s3cr3t-value']],
  ['a password', ['--auth', 'crm=basic:jana:s3cr3t-value']],
  ['a key', ['--auth', 'crm=header:X-Api-Key:s3cr3t-value']],
])('[C8] [C95] %s is taken by reference only, and never repeated', async (_, auth) => {
  const cwd = twoFiles()
  const { exitCode, err } = await inFolder(cwd, [
    ...['init', 'crm=http://127.0.0.1:9', 'hr=./staff.csv', '--collection', 'crm:people=/people'],
    ...auth,
  ])
  expect(exitCode).toBe(64)
  expect(err).toContain('${env:CRM_TOKEN}')
  expect(err).not.toContain('s3cr3t')
})

test('[C8] [C95] an address with a password in it is refused and not repeated', async () => {
  const { exitCode, err } = await inFolder(twoFiles(), [
    'init',
    'crm=https://jana:s3cr3t@x.org/',
    'hr=./staff.csv',
    '--collection',
    'crm:x=/x',
  ])
  expect(exitCode).toBe(64)
  expect(err).not.toContain('s3cr3t')
})

interface BadAnswer {
  readonly status?: number
  readonly body: string
  readonly message: string
  readonly next?: string
}

test.each<readonly [string, BadAnswer]>([
  ['a login page', { body: '<!doctype html><p>Sign in', message: 'is a web page' }],
  ['half an answer', { body: '{"data":[', message: 'is not JSON' }],
  ['no list', { body: '{"hello":"world"}', message: 'no list of records' }],
  ['records without id', { body: '[{"a":1},{"a":1}]', message: 'could be the id' }],
  ['no such path', { status: 404, body: '{}', message: 'answers 404' }],
  ['refused credentials', { status: 401, body: '{}', message: 'not accepted', next: '--auth' }],
  ['an address elsewhere', { status: 302, body: '', message: 'another origin' }],
])(
  '[C96] a system that answers with %s is named, with the next command, and nothing is written',
  async (_, { status = 200, body, message, next = '--collection' }) => {
    const cwd = twoFiles()
    const headers = status === 302 ? { location: 'https://login.example.com/' } : {}
    const fetch = () => new Response(body, { status, headers })
    const server = createAdaptorServer({ fetch }) as Server
    const origin = await listen(server)
    onTestFinished(() => stop(server))
    const said = await inFolder(cwd, [
      ...['init', `crm=${origin}`, 'hr=./staff.csv', '--collection', 'crm:people=/people'],
      '--json',
    ])
    expect({ exitCode: said.exitCode, files: readdirSync(cwd) }).toEqual({
      exitCode: 1,
      files: ['contacts.csv', 'staff.csv'],
    })
    expect(said.events()[0]).toMatchObject({
      type: 'error',
      message: expect.stringMatching(`^crm: .*${message}.*; nothing was written$`) as string,
      next: expect.stringContaining(next) as string,
    })
  },
)

test.each([
  ['a database without tables', 'empty.db', 'no table has a primary key'],
  ['what is no database', 'text.db', 'is not a sound SQLite database'],
  ['a file without a first line', 'none.csv', 'whose first line names an id'],
])('[C95] %s is refused with the reason, and nothing is written', async (_, file, why) => {
  const cwd = twoFiles({ [file]: file === 'text.db' ? 'hello' : '' })
  const { exitCode, err } = await inFolder(cwd, ['init', 'crm=./contacts.csv', `erp=./${file}`])
  expect(exitCode).toBe(file === 'text.db' ? 1 : 64)
  expect(err).toContain(why)
  expect(existsSync(join(cwd, 'bilateral.yaml'))).toBe(false)
})

test('[C94] [C97] one person in both of two tiny files is a question, and answered it can be planned', async () => {
  const example = join(import.meta.dirname, '../../../examples/people')
  const read = (file: string): string => readFileSync(join(example, file), 'utf8')
  const cwd = folderWith({
    'contacts.csv': read('crm/contacts.csv'),
    'staff.csv': read('erp/staff.csv'),
  })
  const { exitCode } = await inFolder(cwd, ['init', 'crm=./contacts.csv', 'erp=./staff.csv'])
  expect(exitCode).toBe(0)
  expect(loadConfig({ cwd, env: {} }).entities).toEqual([])
  answerAll(cwd)
  const [person] = loadConfig({ cwd, env: {} }).entities
  expect(person?.match.map(({ key }) => key.on)).toEqual([{ a: 'mail', b: 'email' }])
  expect(person?.fields.map(({ name, spec }) => [name, spec.b])).toEqual([
    ['name', 'full_name'],
    ['mail', 'email'],
    ['grade', 'pay_grade'],
  ])
  expect((await inFolder(cwd, ['check'])).exitCode).toBe(0)
  expect((await inFolder(cwd, ['plan'])).exitCode).toBe(2)
})

test('[C94] [C98] files of other things that share small numbers are not paired by chance', async () => {
  const cwd = folderWith({
    'guests.csv': 'id,name,age,vip\n1,Ann,30,1\n2,Bob,40,0\n3,Cem,50,1\n',
    'tools.csv': 'id,label,qty,sharp\n1,Saw,30,1\n2,Nail,40,0\n3,Axe,50,1\n',
  })
  const { exitCode, out } = await inFolder(cwd, ['init', 'a=./guests.csv', 'b=./tools.csv'])
  expect(exitCode).toBe(0)
  expect(out).toContain('No two collections hold the same records')
  expect(loadConfig({ cwd, env: {} }).entities).toEqual([])
})

test('[C96] an empty collection is described as far as it can be, and the doubt is told', async () => {
  const cwd = twoFiles()
  const server = createAdaptorServer({ fetch: () => Response.json({ data: [] }) }) as Server
  const origin = await listen(server)
  onTestFinished(() => stop(server))
  const { exitCode } = await inFolder(cwd, [
    ...['init', `crm=${origin}`, 'hr=./staff.csv', '--collection', 'crm:people=/people'],
  ])
  expect(exitCode).toBe(0)
  const text = readFileSync(join(cwd, 'bilateral.yaml'), 'utf8')
  expect(text).toContain('# there was no record to see: is it so?\n        id: id\n')
  expect(text).toContain('\n  # ? person:\n    # ? crm: people\n    # ? hr: staff\n')
})

/** Answers every question of a proposal with yes. */
function answerAll(cwd: string): void {
  const path = join(cwd, 'bilateral.yaml')
  writeFileSync(path, readFileSync(path, 'utf8').replaceAll('# ? ', ''))
}

/** The fields of the demo that both systems hold, by path. */
const DEMO = {
  company: {
    name: ['name', 'name1'],
    vat_id: ['vatId', 'vat_no'],
    status: ['status', 'status'],
    email: ['email', 'email'],
    phone: ['phones[0].number', 'phone'],
    street: ['address.street', 'street'],
    zip: ['address.zip', 'zip'],
    city: ['address.city', 'city'],
    country: ['address.country', 'country_iso2'],
    segments: ['segments', 'segment_codes'],
    credit_limit: ['creditLimit', 'credit_limit_cents'],
    billing_blocked: ['billingBlocked', 'blocked'],
  },
  person: {
    company: ['accountId', 'customer_id'],
    first_name: ['firstName', 'first_name'],
    last_name: ['lastName', 'last_name'],
    email: ['email', 'email'],
    phone: ['phones[0].number', 'phone'],
    birthday: ['birthday', 'birth_date'],
    language: ['language', 'language'],
    job_title: ['jobTitle', 'position'],
    active: ['active', 'active'],
  },
}

test(
  '[C94] [C96] [C97] the demo: both entities, their keys and every field are found, and check has no error',
  { timeout: 120_000 },
  async () => {
    const cwd = folderWith({ '.gitignore': '' })
    const paths = { crmPath: join(cwd, 'crm-inside.db'), erpPath: join(cwd, 'erp.db') }
    seedSystems(paths)
    const database = openCrmDatabase(paths.crmPath)
    const { fetch } = createCrmApp({
      database,
      token: ENV.CRM_TOKEN,
      rate: { perSecond: 10_000, burst: 10_000 },
    })
    const server = createAdaptorServer({ fetch }) as Server
    const origin = await listen(server)
    onTestFinished(async () => {
      await stop(server)
      database.close()
    })
    const { exitCode, out } = await inFolder(cwd, [
      ...['init', `crm=${origin}/api`, 'erp=./erp.db', '--auth', 'crm=bearer:${env:CRM_TOKEN}'],
      ...['--collection', 'crm:accounts=/accounts', '--collection', 'crm:contacts=/contacts'],
    ])
    expect(exitCode).toBe(0)
    expect(out).toContain('uncomment the writes of crm')
    expect(out).toContain('company  accounts = customer  1,180 pairs')
    expect(out.split('\n').filter((line) => line.length > 80)).toEqual([])
    const text = readFileSync(join(cwd, 'bilateral.yaml'), 'utf8')
    expect(text).not.toContain(ENV.CRM_TOKEN)
    const { entities } = loadConfig({ cwd, env: ENV })
    const found = entities.map(({ name, fields }) => [
      name,
      Object.fromEntries(fields.map((field) => [field.name, [field.spec.a, field.spec.b]])),
    ])
    expect(Object.fromEntries(found)).toEqual(DEMO)
    expect(entities.map(({ match }) => match.map(({ key }) => [key.on.a, key.on.b]))).toEqual([
      [
        ['externalRef', 'customer_no'],
        ['vatId', 'vat_no'],
      ],
      [['email', 'email']],
    ])
    const lenses = new Map(
      entities.flatMap(({ fields }) => fields.map(({ name, spec }) => [name, spec.as])),
    )
    expect(lenses.get('status')).toEqual({
      side: 'erp',
      map: { P: 'prospect', A: 'active', H: 'on_hold', F: 'former' },
    })
    expect(lenses.get('credit_limit')).toEqual([
      { side: 'erp', scale: 100 },
      { side: 'crm', decimal: 2 },
    ])
    const checked = await inFolder(cwd, ['check', '--json'])
    expect(checked.exitCode).toBe(0)
    expect(checked.json()).toMatchObject({
      errors: 0,
      entities: [{ match: { wouldLink: 1180 } }, { match: { wouldLink: 3899 } }],
    })
    answerAll(cwd)
    const answered = loadConfig({ cwd, env: ENV })
    expect(answered.systems.a).toMatchObject({
      collections: { accounts: { create: { request: 'POST /accounts' } } },
    })
    expect(answered.entities[0]?.fields.map(({ name }) => name)).toContain('external_ref')
    const planned = await inFolder(cwd, ['plan', '--json'])
    expect(planned.exitCode).toBe(2)
  },
)
