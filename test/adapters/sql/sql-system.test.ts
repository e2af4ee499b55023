import type {
  Collection,
  System,
  WriteOptions,
  WriteOutcome,
} from '../../../src/adapters/adapter.ts'
import { copyFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { Condition } from '../../../src/core/operation.ts'
import { DatabaseSync } from 'node:sqlite'
import type { Fields } from '../../../src/core/value.ts'
import type { SqlCollectionConfig } from '../../../src/adapters/sql/sql-config.ts'
import type { SqlSystemConfig } from '../../../src/adapters/sql/sql-config.ts'
import type { SqlConnection } from '../../../src/adapters/sql/sql-session.ts'
import { sqlSystem } from '../../../src/adapters/sql/sql-system.ts'
import { sqlWriteQueue } from '../../../src/adapters/sql/sql-write-queue.ts'
import { testDatabase } from './sql-world.ts'
import { toError, toRefusal } from '../../../src/adapters/sql/sql-failure.ts'

const { signal } = new AbortController()
const UNGUARDED: Condition = { kind: 'none', because: 'a test' }
const options = (condition: Condition = UNGUARDED): WriteOptions => ({
  condition,
  op: 'op',
  signal,
})
const PERSON = 'CREATE TABLE person (no INTEGER PRIMARY KEY, name TEXT);'

interface Opened {
  readonly file: string
  readonly app: DatabaseSync
  readonly system: System
  readonly people: Collection
}

function open(
  script: string,
  config: Partial<SqlCollectionConfig> = {},
  more: Partial<SqlSystemConfig> = {},
): Opened {
  const database = testDatabase(script)
  const system = sqlSystem({
    name: 'erp',
    file: database.file,
    collections: { people: { table: 'person', id: 'no', ...config } },
    ...more,
  })
  onTestFinished(async () => {
    await system.close()
    database.remove()
  })
  const [first = ''] = Object.keys(more.collections ?? { people: {} })
  return { ...database, system, people: system.collection(first) }
}

async function ids(listing: ReturnType<Collection['list']>): Promise<readonly string[]> {
  const seen: string[] = []
  for (;;) {
    const step = await listing.next()
    if (step.done === true) {
      expect(step.value).toMatchObject({ complete: true })
      return seen
    }
    seen.push(...step.value.records.map(({ id }) => id))
  }
}

async function fieldsOf(people: Collection, id: string): Promise<Fields | undefined> {
  const found = await people.get(id, signal)
  return found.kind === 'found' ? found.record.fields : undefined
}

async function tokenOf(people: Collection, id: string): Promise<string> {
  const found = await people.get(id, signal)
  return found.kind === 'found' ? (found.record.token ?? '') : ''
}

const create = (people: Collection, body: Fields): Promise<WriteOutcome> =>
  people.create(body, { ...options(), identification: { kind: 'none' } })

describe('the file', () => {
  test('[A31] a missing database is unavailable, not empty, and is not created', async () => {
    const { file, people, system } = open(PERSON)
    rmSync(file)
    await expect(people.list(signal).next()).rejects.toMatchObject({ code: 'SYSTEM_UNAVAILABLE' })
    await expect(create(people, { name: 'a' })).rejects.toMatchObject({
      code: 'SYSTEM_UNAVAILABLE',
    })
    expect(existsSync(file)).toBe(false)
    expect(await system.test(signal)).toMatchObject([{ name: 'database file', ok: false }])
  })

  test('[A31] reading, describing and refusing change no byte of the file', async () => {
    const { file, app, people, system } = open(`${PERSON} INSERT INTO person VALUES (1, 'a')`)
    app.close()
    const before = readFileSync(file)
    await system.identify(signal)
    await system.test(signal)
    await system.discover(signal)
    await ids(people.list(signal))
    const stale = options({ kind: 'token', token: 'stale' })
    expect(await people.update('1', { name: 'b' }, stale)).toMatchObject({ why: 'stale' })
    expect(await people.delete('1', stale)).toMatchObject({ why: 'stale' })
    expect(readFileSync(file)).toEqual(before)
  })

  test('[A31] a file that is not a database is told from one that is missing', async () => {
    const { file, app, people } = open(PERSON)
    app.close()
    writeFileSync(file, 'not a database '.repeat(100))
    await expect(people.list(signal).next()).rejects.toMatchObject({ code: 'SYSTEM_ANSWER' })
  })

  test('[A31] read-only access offers no write and still reads', async () => {
    const { people } = open(`${PERSON} INSERT INTO person VALUES (1, 'a')`, {}, { readOnly: true })
    expect(await ids(people.list(signal))).toEqual(['1'])
    expect(people.can).toMatchObject({
      create: { allowed: false },
      update: { allowed: false },
      delete: { allowed: false },
    })
    expect(await people.update('1', { name: 'b' }, options())).toMatchObject({ kind: 'refused' })
  })

  test('[A32] another database under the same path stops the work until it is identified', async () => {
    const { file, app, people, system } = open(PERSON)
    const copy = `${file}.copy`
    const before = await system.identify(signal)
    await create(people, { name: 'a' })
    copyFileSync(file, copy)
    app.close()
    renameSync(copy, file)
    await expect(people.get('1', signal)).rejects.toMatchObject({ code: 'IDENTITY_CHANGED' })
    await expect(create(people, { name: 'b' })).rejects.toMatchObject({ code: 'IDENTITY_CHANGED' })
    const after = await system.identify(signal)
    expect(after).toMatchObject({ tenant: before.tenant, scope: before.scope })
    expect(after.incarnation).not.toBe(before.incarnation)
    expect(await ids(people.list(signal))).toEqual(['1'])
  })

  test('[A32] a column that comes or goes stops the work; an unrelated table does not', async () => {
    const { app, people, system } = open(PERSON)
    const before = await system.identify(signal)
    app.exec('CREATE TABLE unrelated (x)')
    expect(await ids(people.list(signal))).toEqual([])
    app.exec('ALTER TABLE person ADD COLUMN note TEXT')
    await expect(people.list(signal).next()).rejects.toMatchObject({ code: 'IDENTITY_CHANGED' })
    expect((await system.identify(signal)).scope).not.toBe(before.scope)
  })

  test('[A32] the tenant is the one configured, else the application the file belongs to', async () => {
    const { app, system } = open(`PRAGMA application_id = 77; ${PERSON}`)
    expect(await system.identify(signal)).toMatchObject({ tenant: 'sqlite application 77' })
    app.exec('PRAGMA application_id = 78')
    expect(await system.identify(signal)).toMatchObject({ tenant: 'sqlite application 78' })
    const named = open(PERSON, {}, { tenant: 'acme', pinFile: false })
    expect(await named.system.identify(signal)).toEqual({
      tenant: 'acme',
      incarnation: undefined,
      scope: expect.any(String) as string,
    })
  })
})

describe('the configuration', () => {
  const T = 'CREATE TABLE person (no INTEGER PRIMARY KEY, name TEXT, v INTEGER, at TEXT'
  const trigger = (of: string, body: string): string =>
    `${T}); CREATE TRIGGER t AFTER ${of} ON person BEGIN ${body}; END`

  test.each<[string, string, Partial<SqlCollectionConfig>, string]>([
    ['several id columns', `${T})`, { id: ['no', 'name'] }, '2 columns (no, name)'],
    ['no id column', `${T})`, { id: [] }, 'no column'],
    ['an id column that is not there', `${T})`, { id: 'nr' }, 'has no column nr, only no, name'],
    ['an id column that is not unique', `${T})`, { id: 'name' }, 'could share an id'],
    [
      'an id that is unique for some rows',
      `${T}); CREATE UNIQUE INDEX u ON person (name) WHERE v > 1`,
      { id: 'name' },
      'could share an id',
    ],
    [
      'half of a primary key',
      `${T.replace(' PRIMARY KEY', '')}, PRIMARY KEY (no, v))`,
      {},
      'share',
    ],
    ['an id without a type', 'CREATE TABLE person (no PRIMARY KEY)', {}, 'declare one'],
    ['ids of ours in an integer column', `${T})`, { clientId: true }, 'needs an id column of text'],
    ['a view', `${T.replace('person', 'p')}); CREATE VIEW person AS SELECT * FROM p`, {}, 'a view'],
    ['a table that is not there', 'CREATE TABLE p (x)', {}, 'no table person, only p'],
    ['an external key that is not unique', `${T})`, { externalKey: 'name' }, 'not declared unique'],
    ['a condition on no version', `${T})`, { condition: 'version' }, 'there is none'],
    ['a condition on no stamp', `${T})`, { condition: 'stamp' }, 'there is none'],
    ['no granularity', `${T})`, { stamp: { column: 'at', granularityMs: 0 } }, 'less than 1 ms'],
  ])('%s: refused, and the message says why', async (_, script, config, message) => {
    const opened = (): Promise<unknown> => open(script, config).people.list(signal).next()
    await expect((async () => opened())()).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
      message: expect.stringContaining(message) as string,
    })
  })

  test.each<[string, string, boolean]>([
    ['no trigger', `${T})`, false],
    ['a trigger on inserts', trigger('INSERT', 'UPDATE person SET v = 1'), false],
    ['a trigger on some columns', trigger('UPDATE OF name', 'UPDATE person SET v = v + 1'), false],
    ['a trigger that writes another column', trigger('UPDATE', "UPDATE person SET at = ''"), false],
    ['a trigger on every update', trigger('UPDATE', 'UPDATE person SET v = v + 1'), true],
  ])(
    '[A33] a version kept by %s: taken only if every update moves it',
    async (_, script, taken) => {
      const { people } = open(script, { version: { column: 'v' } })
      const first = people.list(signal).next()
      if (taken) await expect(first).resolves.toMatchObject({ done: true })
      else await expect(first).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    },
  )

  test('[A33] a version that only we raise does not hide the edit of an application that forgets', async () => {
    const { app, people } = open(`${T}); INSERT INTO person VALUES (1, 'a', 1, NULL)`, {
      version: { column: 'v', bump: true },
    })
    const token = await tokenOf(people, '1')
    app.exec(`UPDATE person SET at = 'edited'`)
    const outcome = await people.update('1', { name: 'b' }, options({ kind: 'token', token }))
    expect(outcome).toMatchObject({ kind: 'refused', why: 'stale' })
    await people.update('1', { name: 'b' }, options())
    expect(await fieldsOf(people, '1')).toMatchObject({ name: 'b', v: 2, at: 'edited' })
  })
})

describe('writing', () => {
  test('[A34] writes that wait together share one transaction, and each fails alone', async () => {
    const { app, people } = open(
      `${PERSON} CREATE UNIQUE INDEX u ON person (name); CREATE TABLE log (n);
       INSERT INTO person VALUES (1, 'a'), (2, 'b'), (3, 'c')`,
    )
    const dataVersion = (): unknown => app.prepare('PRAGMA data_version').get()?.['data_version']
    const before = dataVersion()
    const outcomes = await Promise.all([
      people.update('1', { name: 'A' }, options()),
      people.update('2', { name: 'A' }, options()),
      people.update('9', { name: 'x' }, options()),
      people.delete('3', options()),
      create(people, { name: 'd' }),
      create(people, { name: 'd' }),
    ])
    expect(outcomes.map((one) => (one.kind === 'refused' ? one.why : one.kind))).toEqual([
      'written',
      'exists',
      'absent',
      'written',
      'written',
      'exists',
    ])
    expect(Number(dataVersion()) - Number(before)).toBe(1)
    expect(
      app
        .prepare('SELECT name FROM person ORDER BY no')
        .all()
        .map((row) => row['name']),
    ).toEqual(['A', 'b', 'd'])
  })

  test('[A34] a reference that fails at the end of the transaction undoes its own write only', async () => {
    const { people } = open(
      `CREATE TABLE team (id INTEGER PRIMARY KEY); INSERT INTO team VALUES (1);
       CREATE TABLE person (no INTEGER PRIMARY KEY, name TEXT,
         team INTEGER REFERENCES team DEFERRABLE INITIALLY DEFERRED)`,
    )
    const outcomes = await Promise.all([
      create(people, { name: 'a', team: 1 }),
      create(people, { name: 'b', team: 2 }),
      create(people, { name: 'c', team: null }),
    ])
    expect(outcomes).toMatchObject([
      { kind: 'written' },
      { kind: 'refused', why: 'invalid', message: expect.stringContaining('reference') as string },
      { kind: 'written' },
    ])
    expect(await ids(people.list(signal))).toHaveLength(2)
  })

  test('[A35] a database another application writes to makes writes come later and reads wait', async () => {
    const { app, people } = open(`${PERSON} INSERT INTO person VALUES (1, 'a')`)
    await people.get('1', signal)
    app.exec('BEGIN EXCLUSIVE')
    expect(await people.update('1', { name: 'b' }, options())).toMatchObject({ kind: 'later' })
    const read = fieldsOf(people, '1')
    setTimeout(() => app.exec('COMMIT'), 250)
    expect(await read).toEqual({ no: 1, name: 'a' })
    expect(await people.update('1', { name: 'b' }, options())).toMatchObject({ kind: 'written' })
  })

  test('[A35] a transaction whose end fails without a word is unknown, not refused', async () => {
    const db = new DatabaseSync(':memory:')
    const exec = db.exec.bind(db)
    vi.spyOn(db, 'exec').mockImplementation((sql) => {
      exec(sql)
      if (sql === 'COMMIT') throw Object.assign(new Error('disk I/O error'), { errcode: 10 })
    })
    const queue = sqlWriteQueue(() => ({ db }) as SqlConnection)
    const outcome = await queue.add(() => ({ kind: 'written', id: '1' }))
    expect(outcome).toEqual({ kind: 'unknown', message: 'disk I/O error' })
  })

  test('[A35] a full disk and a read-only file are errors that say so, not refusals of one record', () => {
    const full = { code: 13, message: 'database or disk is full' }
    const readOnly = { code: 8, message: 'attempt to write a readonly database' }
    expect([toRefusal(full), toRefusal(readOnly)]).toEqual([undefined, undefined])
    expect(toError(full, 'erp')).toMatchObject({ code: 'SYSTEM_UNAVAILABLE', retryable: true })
    expect(toError(readOnly, 'erp')).toMatchObject({ code: 'SYSTEM_AUTH', retryable: false })
  })

  const STRICT = `CREATE TABLE person (no INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE,
    age INTEGER CHECK (age < 200), score REAL, team INTEGER REFERENCES team (id), photo BLOB,
    upper TEXT GENERATED ALWAYS AS (upper(name)));
    CREATE TABLE team (id INTEGER PRIMARY KEY);
    INSERT INTO person (no, name) VALUES (1, 'a'), (2, 'b')`

  test.each<[string, Fields, string, string | undefined]>([
    ['a unique value that is taken', { name: 'b' }, 'exists', 'name'],
    ['nothing in a required column', { name: null }, 'invalid', 'name'],
    ['a check that fails', { age: 200 }, 'invalid', undefined],
    ['a reference to nothing', { team: 7 }, 'invalid', undefined],
    ['a column that is not there', { nmae: 'x' }, 'invalid', 'nmae'],
    ['a computed column', { upper: 'X' }, 'invalid', 'upper'],
    ['binary data', { photo: 'x' }, 'invalid', 'photo'],
    ['another id', { no: 3 }, 'invalid', 'no'],
    ['a list', { name: ['x'] }, 'invalid', 'name'],
    ['words where an integer belongs', { age: 'old' }, 'invalid', 'age'],
    ['a fraction where an integer belongs', { age: 1.5 }, 'invalid', 'age'],
    ['more digits than 64 bits', { age: '9223372036854775808' }, 'invalid', 'age'],
    ['words where a number belongs', { score: 'high' }, 'invalid', 'score'],
    ['half a character', { name: '\ud800' }, 'invalid', 'name'],
  ])('[A35] %s: refused with the column, and nothing changes', async (_, set, why, field) => {
    const { people } = open(STRICT)
    const before = await fieldsOf(people, '1')
    const outcome = await people.update('1', set, options())
    expect(outcome).toMatchObject({ kind: 'refused', why, field })
    expect(await fieldsOf(people, '1')).toEqual(before)
  })

  test('[A35] a record others refer to is not deleted, and the refusal says why', async () => {
    const { people } = open(
      `${PERSON} CREATE TABLE pet (owner INTEGER REFERENCES person);
       INSERT INTO person VALUES (1, 'a'); INSERT INTO pet VALUES (1)`,
    )
    expect(await people.delete('1', options())).toMatchObject({
      kind: 'refused',
      why: 'invalid',
      message: expect.stringContaining('others still refer') as string,
    })
    expect(await ids(people.list(signal))).toEqual(['1'])
  })

  test.each<[string, string, (people: Collection) => Promise<WriteOutcome>, string]>([
    [
      'ignores updates',
      'BEFORE UPDATE ON person BEGIN SELECT RAISE(IGNORE); END',
      (people) => people.update('1', { name: 'b' }, options()),
      'forbidden',
    ],
    [
      'keeps rows',
      'BEFORE DELETE ON person BEGIN SELECT RAISE(IGNORE); END',
      (people) => people.delete('1', options()),
      'forbidden',
    ],
    [
      'drops new rows',
      'BEFORE INSERT ON person BEGIN SELECT RAISE(IGNORE); END',
      (people) => create(people, { name: 'b' }),
      'forbidden',
    ],
    [
      'raises an error',
      `BEFORE UPDATE ON person BEGIN SELECT RAISE(ABORT, 'not on Sundays'); END`,
      (people) => people.update('1', { name: 'b' }, options()),
      'invalid',
    ],
    [
      'gives the row another id',
      'AFTER UPDATE ON person BEGIN UPDATE person SET no = no + 100; END',
      (people) => people.update('1', { name: 'b' }, options()),
      'forbidden',
    ],
  ])(
    '[A35] a trigger that %s makes a refusal, never a false success',
    async (_, trigger, write, why) => {
      const { people } = open(
        `${PERSON} INSERT INTO person VALUES (1, 'a'); CREATE TRIGGER t ${trigger}`,
      )
      expect(await write(people)).toMatchObject({ kind: 'refused', why })
      expect(await ids(people.list(signal))).toEqual(['1'])
      expect(await fieldsOf(people, '1')).toEqual({ no: 1, name: 'a' })
    },
  )

  test('what a trigger makes of a new row, its id included, is what the create answers', async () => {
    const { people } = open(
      `CREATE TABLE person (no TEXT PRIMARY KEY, name TEXT, slug TEXT);
       CREATE TRIGGER t AFTER INSERT ON person BEGIN
         UPDATE person SET no = 'P-' || NEW.rowid, slug = lower(NEW.name) WHERE rowid = NEW.rowid; END`,
    )
    expect(await create(people, { name: 'Ada' })).toMatchObject({
      kind: 'written',
      id: 'P-1',
      after: { fields: { no: 'P-1', name: 'Ada', slug: 'ada' } },
      token: await tokenOf(people, 'P-1'),
    })
  })

  test('a new row the database gives no id is refused, and says what to configure', async () => {
    const { people } = open('CREATE TABLE person (no TEXT PRIMARY KEY, name TEXT)')
    expect(await create(people, { name: 'a' })).toMatchObject({
      kind: 'refused',
      why: 'invalid',
      message: expect.stringContaining('clientId') as string,
    })
    expect(await ids(people.list(signal))).toEqual([])
  })

  test('an id the database would rewrite is refused', async () => {
    const { people } = open('CREATE TABLE person (no NUMERIC PRIMARY KEY, name TEXT)', {
      clientId: true,
    })
    const outcome = await people.create(
      { name: 'a' },
      { ...options({ kind: 'absent' }), identification: { kind: 'client-id', id: '007' } },
    )
    expect(outcome).toMatchObject({ kind: 'refused', why: 'invalid' })
    expect(await ids(people.list(signal))).toEqual([])
  })

  test('a body that repeats what the row is named changes nothing about it', async () => {
    const { people } = open(`${PERSON} INSERT INTO person VALUES (1, 'a')`)
    expect(await people.update('1', { no: 1 }, options())).toMatchObject({ kind: 'written' })
    expect(await people.update('1', { no: '1', name: 'b' }, options())).toMatchObject({
      after: { fields: { no: 1, name: 'b' } },
    })
  })

  test('close waits for the writes under way', async () => {
    const { app, people, system } = open(PERSON)
    const writing = create(people, { name: 'a' })
    await system.close()
    expect(await writing).toMatchObject({ kind: 'written', id: '1' })
    expect(app.prepare('SELECT count(*) AS n FROM person').get()).toMatchObject({ n: 1 })
  })

  test('a write whose signal is aborted is not begun', async () => {
    const { people } = open(`${PERSON} INSERT INTO person VALUES (1, 'a')`)
    const stopped = { ...options(), signal: AbortSignal.abort() }
    expect(await people.delete('1', stopped)).toMatchObject({ kind: 'later' })
    expect(await ids(people.list(signal))).toEqual(['1'])
  })
})

describe('reading', () => {
  test('[A36] rows without an id make a listing incomplete, and a check fails on them', async () => {
    const { people, system } = open(
      `CREATE TABLE person (no TEXT PRIMARY KEY, name TEXT);
       INSERT INTO person VALUES (NULL, 'a'), ('', 'b'), ('c', 'c')`,
    )
    const listing = people.list(signal)
    expect(await listing.next()).toMatchObject({ value: { records: [{ id: 'c' }] } })
    expect(await listing.next()).toMatchObject({ done: true, value: { complete: false } })
    expect(await system.test(signal)).toContainEqual({
      name: 'people',
      ok: false,
      detail: 'Some rows of person have nothing in their id no',
    })
  })

  test('[A36] a binary id fails the listing rather than being skipped', async () => {
    const { people } = open(
      `CREATE TABLE person (no TEXT PRIMARY KEY); INSERT INTO person VALUES ('a'), (x'ff')`,
    )
    await expect(ids(people.list(signal))).rejects.toMatchObject({ code: 'SYSTEM_ANSWER' })
  })

  test('[A36] ids that differ in case are two records where the key tells them apart', async () => {
    const { people } = open(
      `CREATE TABLE person (no TEXT COLLATE NOCASE, name TEXT);
       CREATE UNIQUE INDEX u ON person (no COLLATE BINARY);
       INSERT INTO person VALUES ('a', '1'), ('A', '2'), ('b', '3'), ('B', '4')`,
      { pageSize: 1 },
    )
    expect(await ids(people.list(signal))).toEqual(['A', 'B', 'a', 'b'])
    expect(await fieldsOf(people, 'A')).toMatchObject({ name: '2' })
    await people.update('A', { name: 'x' }, options())
    expect(await fieldsOf(people, 'a')).toMatchObject({ name: '1' })
  })

  test('[A36] an id is found by its exact text only', async () => {
    const { people } = open(`${PERSON} INSERT INTO person VALUES (7, 'a')`)
    expect(await people.get('7', signal)).toMatchObject({ kind: 'found' })
    for (const id of ['007', '7.0', ' 7', '+7', '7e0'])
      expect(await people.get(id, signal), id).toEqual({ kind: 'not-found' })
  })

  test('[A37] binary data has no value, and an edit of it still moves the token', async () => {
    const { app, people } = open(
      `CREATE TABLE person (no INTEGER PRIMARY KEY, name TEXT, photo BLOB);
       INSERT INTO person VALUES (1, 'a', x'00')`,
    )
    const token = await tokenOf(people, '1')
    expect(await fieldsOf(people, '1')).toEqual({ no: 1, name: 'a' })
    app.exec(`UPDATE person SET photo = x'01'`)
    expect(await tokenOf(people, '1')).not.toBe(token)
    expect(await people.delete('1', options({ kind: 'token', token }))).toMatchObject({
      why: 'stale',
    })
  })

  test('[A37] a value of another type is another content', async () => {
    const { app, people } = open(
      `CREATE TABLE person (no INTEGER PRIMARY KEY, x); INSERT INTO person VALUES (1, 1)`,
    )
    const tokens = new Set([await tokenOf(people, '1')])
    for (const x of [`'1'`, `'i1'`, `x'31'`, 'NULL', `'null'`, '1.5', '9e999']) {
      app.exec(`UPDATE person SET x = ${x}`)
      tokens.add(await tokenOf(people, '1'))
    }
    expect(tokens.size).toBe(8)
  })

  test('values keep their meaning: booleans, big integers, infinities', async () => {
    const { people } = open(
      `CREATE TABLE person (no INTEGER PRIMARY KEY, ok BOOLEAN, odd BOOLEAN, big INTEGER, far REAL);
       INSERT INTO person VALUES (1, 1, 2, 9223372036854775807, 9e999)`,
    )
    expect(await fieldsOf(people, '1')).toEqual({
      no: 1,
      ok: true,
      odd: 2,
      big: '9223372036854775807',
      far: 'Infinity',
    })
    expect(await people.update('1', { ok: false }, options())).toMatchObject({
      after: { fields: { ok: false } },
    })
  })

  test('no name reaches SQL unquoted', async () => {
    const { app, people: odd } = open(
      PERSON,
      {},
      {
        collections: {
          odd: {
            table: `we"ird; DROP TABLE person --`,
            id: 'the "id"',
            stamp: { column: `it's at`, granularityMs: 1, touch: true },
          },
        },
      },
    )
    app.exec(`CREATE TABLE "we""ird; DROP TABLE person --" ("the ""id""" TEXT PRIMARY KEY,
      "__proto__" TEXT, "rowid" TEXT, "it's at" TEXT);
      INSERT INTO "we""ird; DROP TABLE person --" VALUES ('1', 'p', 'r', NULL)`)
    const read = await fieldsOf(odd, '1')
    expect(Object.entries(read ?? {})).toContainEqual(['__proto__', 'p'])
    const set = JSON.parse('{"__proto__": "q"}') as Fields
    expect(await odd.update('1', set, options())).toMatchObject({ kind: 'written' })
    expect(Object.entries((await fieldsOf(odd, '1')) ?? {})).toContainEqual(['__proto__', 'q'])
    expect(await odd.findByKey?.('rowid', 'r', signal)).toHaveLength(1)
    expect(await ids(odd.changes!('0', signal))).toEqual(['1'])
    expect(app.prepare('SELECT count(*) AS n FROM person').get()).toMatchObject({ n: 0 })
  })

  test('a search in a column that is not there is a configuration error', async () => {
    const { people } = open(PERSON)
    await expect(people.findByKey?.('nope', 'x', signal)).rejects.toMatchObject({
      code: 'CONFIG_INVALID',
    })
    expect(await people.findByKey?.('no', 'x', signal)).toEqual([])
  })
})

describe('changes', () => {
  const STAMPED = 'CREATE TABLE person (no INTEGER PRIMARY KEY, at'
  const AT_MS = Date.UTC(2026, 0, 31, 12, 0, 5, 250)

  test.each<[string, SqlCollectionConfig['stamp'] & object, unknown, unknown]>([
    [
      'TEXT',
      { column: 'at', granularityMs: 1 },
      '2026-01-31T12:00:05.250Z',
      '2026-01-31T12:00:04Z',
    ],
    ['TEXT', { column: 'at', granularityMs: 1000 }, '2026-01-31T12:00:05Z', '2026-01-31T12:00:04Z'],
    [
      'TEXT',
      { column: 'at', granularityMs: 1000, format: 'sqlite' },
      '2026-01-31 12:00:05',
      '2026-01-31 12:00:04',
    ],
    ['INTEGER', { column: 'at', granularityMs: 1000, format: 'epoch-s' }, AT_MS / 1000, 1],
    ['INTEGER', { column: 'at', granularityMs: 1, format: 'epoch-ms' }, AT_MS, AT_MS - 1],
  ])(
    '[A38] from a moment in a %s column %o nothing at or after it is skipped',
    async (type, stamp, at, before) => {
      const { app, people } = open(`${STAMPED} ${type})`, { stamp, pageSize: 2 })
      const insert = app.prepare('INSERT INTO person (at) VALUES (?)')
      for (const value of [at, at, before, at, null, at, null, null])
        insert.run(typeof value === 'number' ? Math.floor(value) : (value as string | null))
      const seen = await ids(people.changes!(String(AT_MS), signal))
      expect([...seen].sort()).toEqual(['1', '2', '4', '5', '6', '7', '8'])
      expect(new Set(seen).size).toBe(7)
      const found = await people.get('1', signal)
      const ms = Math.floor(AT_MS / stamp.granularityMs) * stamp.granularityMs
      expect(found.kind === 'found' && Date.parse(found.record.stamp ?? '')).toBe(ms)
    },
  )

  test('[A38] the cursor stands behind everything that may still appear', async () => {
    const { people } = open(`${STAMPED} TEXT)`, {
      stamp: { column: 'at', granularityMs: 1000, latenessMs: 60_000 },
    })
    const before = Date.now()
    const step = await people.list(signal).next()
    const cursor = step.done === true ? Number(step.value.cursor) : NaN
    expect(cursor).toBeLessThanOrEqual(Date.now() - 61_000)
    expect(cursor).toBeGreaterThanOrEqual(before - 62_000)
    await expect(people.changes!('nonsense', signal).next()).rejects.toMatchObject({
      code: 'CURSOR_EXPIRED',
    })
  })

  test('[A38] a check finds stamps that are not in the configured format', async () => {
    const { system } = open(
      `${STAMPED} TEXT); INSERT INTO person (at) VALUES ('2026-01-31 12:00:05'), (NULL), ('2026-01-31T12:00:05Z')`,
      { stamp: { column: 'at', granularityMs: 1000 } },
    )
    expect(await system.test(signal)).toContainEqual({
      name: 'people',
      ok: false,
      detail: '1 of 2 rows have no time of format iso in at, such as 2026-01-31 12:00:05',
    })
  })
})

test('discovery tells names, types, keys and references of tables nobody configured', async () => {
  const { system } = open(
    `${PERSON} CREATE TABLE invoice (number VARCHAR(20) PRIMARY KEY, person_no INTEGER NOT NULL REFERENCES person (no),
       total DECIMAL(10, 2), paid BOOLEAN DEFAULT 0, due DATE, sent DATETIME, rate REAL, note TEXT UNIQUE, x);
     CREATE TABLE nokey (x TEXT)`,
  )
  const [people, invoice, ...others] = await system.discover(signal)
  expect(others).toEqual([])
  expect(people).toMatchObject({ name: 'people', idField: 'no', uniqueKeys: [['no']] })
  expect(invoice).toMatchObject({ name: 'invoice', idField: 'number' })
  expect(invoice?.uniqueKeys).toEqual(expect.arrayContaining([['number'], ['note']]))
  expect(invoice?.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
    'number string',
    'person_no integer',
    'total decimal',
    'paid boolean',
    'due date',
    'sent datetime',
    'rate decimal',
    'note string',
    'x unknown',
  ])
  expect(invoice?.fields[0]).toMatchObject({ maxLength: 20, writable: false })
  expect(invoice?.fields[1]).toMatchObject({ required: true, refersTo: 'person', writable: true })
  expect(invoice?.fields[3]).toMatchObject({ required: false })
})

test('a check names every part that is in order', async () => {
  const { file, system } = open(PERSON)
  expect(await system.test(signal)).toEqual([
    { name: 'database file', ok: true, detail: file },
    {
      name: 'people',
      ok: true,
      detail: 'table person, 2 columns, id no, writes conditional on the content',
    },
    { name: 'writing', ok: true, detail: 'a write transaction can be opened' },
  ])
})
