import type {
  Collection,
  System,
  WriteOptions,
  WriteOutcome,
} from '../../../src/adapters/adapter.ts'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { hostname, tmpdir } from 'node:os'
import type { Condition } from '../../../src/core/operation.ts'
import type { Fields } from '../../../src/core/value.ts'
import type { FilesCollectionConfig } from '../../../src/adapters/files/files-config.ts'
import { csvFormat } from '../../../src/adapters/files/sheet/csv-sheet.ts'
import { filesSystem } from '../../../src/adapters/files/files-system.ts'
import { join } from 'node:path'
import { lockFile } from '../../../src/adapters/files/disk/file-lock.ts'
import { sheetFile } from '../../../src/adapters/files/sheet-file.ts'
import { spawn, spawnSync } from 'node:child_process'
import { toError } from '../../../src/adapters/files/disk/file-failure.ts'

const { signal } = new AbortController()
const UNGUARDED: Condition = { kind: 'none', because: 'a test' }
const options = (condition: Condition = UNGUARDED): WriteOptions => ({
  condition,
  op: 'op',
  signal,
})

interface Opened {
  readonly directory: string
  readonly path: string
  readonly system: System
  readonly people: Collection
  readonly text: () => string
}

function newDirectory(): string {
  const directory = mkdtempSync(join(tmpdir(), 'bilateral-files-'))
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }))
  return directory
}

function open(
  text: string | Buffer,
  config: Partial<FilesCollectionConfig> = {},
  file = 'people.csv',
): Opened {
  const directory = newDirectory()
  const path = join(directory, file)
  writeFileSync(path, text)
  const system = filesSystem({
    name: 'export',
    directory,
    collections: { people: { file, id: 'id', quietMs: 0, ...config } },
  })
  const people = system.collection('people')
  return { directory, path, system, people, text: () => readFileSync(path, 'utf8') }
}

const openJsonl = (text: string | Buffer): Opened => open(text, {}, 'people.jsonl')

async function idsOf(people: Collection): Promise<readonly string[]> {
  const ids: string[] = []
  for await (const { records } of people.list(signal)) ids.push(...records.map(({ id }) => id))
  return ids
}

async function fieldsOf(people: Collection, id: string): Promise<Fields | undefined> {
  const found = await people.get(id, signal)
  return found.kind === 'found' ? found.record.fields : undefined
}

function create(people: Collection, id: string, body: Fields): Promise<WriteOutcome> {
  return people.create(body, { ...options(), identification: { kind: 'client-id', id } })
}

describe('a file that cannot be read as a whole', () => {
  test('[A40] a missing file is unavailable, not empty, and no write creates it', async () => {
    const { path, people, system } = open('id,name\n')
    rmSync(path)
    await expect(people.list(signal).next()).rejects.toMatchObject({ code: 'SYSTEM_UNAVAILABLE' })
    await expect(create(people, 'a', {})).rejects.toMatchObject({
      code: 'SYSTEM_UNAVAILABLE',
      message: expect.stringContaining(path) as string,
    })
    await expect(system.identify(signal)).rejects.toMatchObject({ code: 'SYSTEM_UNAVAILABLE' })
    expect(existsSync(path)).toBe(false)
    expect(await system.test(signal)).toMatchObject([{ name: 'people', ok: false }])
  })

  test.each<[string, string | Buffer, string, string]>([
    ['is empty', '', 'LISTING_INCOMPLETE', 'line 1: there is no header row'],
    [
      'ends in the middle of a row',
      'id,name\na,b\nc',
      'LISTING_INCOMPLETE',
      'line 3: there are 1 cells',
    ],
    [
      'ends in the middle of a value',
      'id,name\na,b',
      'LISTING_INCOMPLETE',
      'line 2: the last line does not end',
    ],
    [
      'ends inside quotes',
      'id,name\na,"b\nc',
      'LISTING_INCOMPLETE',
      'line 2: a quote is never closed',
    ],
    [
      'has a short row',
      'id,name\na\nb,c\n',
      'SYSTEM_ANSWER',
      'line 2: there are 1 cells where the header has 2',
    ],
    ['has a long row', 'id,name\na,b,c\nd,e\n', 'SYSTEM_ANSWER', 'line 2: there are 3 cells'],
    [
      'has a quote inside a cell',
      'id,name\na,b"c\n',
      'SYSTEM_ANSWER',
      'line 2: a quote stands inside',
    ],
    ['has text behind quotes', 'id,name\na,"b"c\n', 'SYSTEM_ANSWER', 'line 2: text stands behind'],
    [
      'has a lone carriage return',
      'id,name\na,b\rc,d\n',
      'SYSTEM_ANSWER',
      'line 2: a carriage return',
    ],
    [
      'names a column twice',
      'id,name,name\n',
      'SYSTEM_ANSWER',
      'line 1: two columns are named "name"',
    ],
    ['leaves a column unnamed', 'id,,name\n', 'SYSTEM_ANSWER', 'line 1: column 2 has no name'],
    ['has no id column', 'nr,name\n', 'SYSTEM_ANSWER', 'no column "id" for the id, only nr, name'],
    ['has an empty id', 'id,name\n,b\nc,d\n', 'SYSTEM_ANSWER', 'line 2: the id column is empty'],
    [
      'has an id twice',
      'id,name\na,"b\nb"\n\na,c\n',
      'SYSTEM_ANSWER',
      'line 5: the id "a" is also on line 2',
    ],
    [
      'is UTF-16',
      Buffer.from('\ufeffid,name\n', 'utf16le'),
      'SYSTEM_ANSWER',
      'line 1: the file is UTF-16',
    ],
    [
      'is Latin-1',
      Buffer.from('id,name\na,b\nc,Z\xfcrich\n', 'latin1'),
      'SYSTEM_ANSWER',
      'line 3: a character is not UTF-8',
    ],
  ])('[A41] a CSV file that %s lists nothing and says where', async (_, text, code, message) => {
    const { path, people } = open(text)
    const expected = { code, message: expect.stringContaining(message) as string }
    await expect(people.list(signal).next()).rejects.toMatchObject(expected)
    await expect(people.list(signal).next()).rejects.toThrow(path)
    await expect(create(people, 'new', {})).rejects.toMatchObject(expected)
    expect(readFileSync(path)).toEqual(Buffer.from(text))
  })

  test.each<[string, string, string, string]>([
    [
      'ends in the middle of a line',
      '{"id":1}\n{"id":2,"na',
      'LISTING_INCOMPLETE',
      'line 2: the line is not JSON',
    ],
    [
      'has a broken line',
      '{"id":1}\n{"id":2,}\n{"id":3}\n',
      'SYSTEM_ANSWER',
      'line 2: the line is not JSON',
    ],
    [
      'has two objects on a line',
      '{"id":1}{"id":2}\n',
      'SYSTEM_ANSWER',
      'line 1: the line is not JSON',
    ],
    ['has a list', '{"id":1}\n\n[1]\n', 'SYSTEM_ANSWER', 'line 3: the line is not a JSON object'],
    ['has no id', '{"nr":1}\n', 'SYSTEM_ANSWER', 'line 1: there is no member "id" for the id'],
    ['has an empty id', '{"id":""}\n', 'SYSTEM_ANSWER', 'the id "" is neither a number nor text'],
    ['has an id that is null', '{"id":null}\n', 'SYSTEM_ANSWER', 'the id null is neither'],
    [
      'has an id twice, as number and text',
      '{"id":1}\n{"id":"1"}\n',
      'SYSTEM_ANSWER',
      'line 2: the id "1" is also on line 1',
    ],
    [
      'nests without end',
      `{"id":1,"x":${'['.repeat(1e5)}${']'.repeat(1e5)}}\n`,
      'SYSTEM_ANSWER',
      'nested deeper',
    ],
  ])(
    '[A41] a JSON Lines file that %s lists nothing and says where',
    async (_, text, code, message) => {
      const { people } = openJsonl(text)
      await expect(people.list(signal).next()).rejects.toMatchObject({
        code,
        message: expect.stringContaining(message) as string,
      })
    },
  )

  test('[A41] a program that never ends the last line is believed when the configuration says so', async () => {
    const { people, text } = open('id,name\na,b', { finalNewline: 'optional' })
    expect(await idsOf(people)).toEqual(['a'])
    await people.update('a', { name: 'c' }, options())
    expect(text()).toBe('id,name\na,c')
    await create(people, 'd', { name: 'e' })
    expect(text()).toBe('id,name\na,c\nd,e\n')
    const header = open('id,name', { finalNewline: 'optional' })
    await create(header.people, 'd', { name: 'e' })
    expect(header.text()).toBe('id,name\nd,e\n')
  })

  test('[A41] a file that is being written is waited for', async () => {
    const { path, people } = open('id,name\na,b\n', { quietMs: 150 })
    const listing = idsOf(people)
    setTimeout(() => writeFileSync(path, 'id,name\na,b\nc,d\n'), 60)
    expect(await listing).toEqual(['a', 'c'])
  })
})

describe('what is not written', () => {
  const TEXT =
    '\ufeff"id", name ,note\r\n\r\n1,"Ada",  x \r\n"2",plain,"say ""hi"""\n\n\n3,"line\nbreak",\r\n\n'

  test('[A42] an update leaves every other byte of a CSV file as it was', async () => {
    const { people, text } = open(TEXT)
    expect(await idsOf(people)).toEqual(['1', '2', '3'])
    await people.update('2', { ' name ': 'a,b' }, options())
    expect(text()).toBe(TEXT.replace('plain', '"a,b"'))
  })

  test('[A42] creates and deletes leave every other line as it was', async () => {
    const { people, text } = open(TEXT)
    await Promise.all([people.delete('2', options()), create(people, '4', { note: 'n' })])
    expect(text()).toBe(
      '\ufeff"id", name ,note\r\n\r\n1,"Ada",  x \r\n\n\n3,"line\nbreak",\r\n4,,n\r\n\n',
    )
  })

  test('[A42] a JSON Lines file keeps its numbers as spelled, its order, its blank lines and its line ends', async () => {
    const LINES = [
      '{"id": 1, "n": 1.0, "e": 1e3, "big": 12345678901234567890, "x": {"deep": 0.10}}\r\n',
      '\r\n',
      ' {"id":2, "b":1,"a":2} \r\n',
    ]
    const { people, text } = openJsonl(`\ufeff${LINES.join('')}`)
    expect(await fieldsOf(people, '1')).toMatchObject({ n: 1, big: '12345678901234567890' })
    await people.update('1', { name: 'new' }, options())
    expect(text()).toBe(
      `\ufeff{"id":1,"n":1.0,"e":1e3,"big":12345678901234567890,"x":{"deep":0.10},"name":"new"}\r\n${LINES[1]!}${LINES[2]!}`,
    )
    await people.update('1', { big: '12345678901234567891' }, options())
    expect(text()).toContain('"big":12345678901234567891,')
    await create(people, '3', { big: '12345678901234567892', n: '01' })
    expect(text().split('\r\n').at(-2)).toBe('{"big":12345678901234567892,"n":"01","id":"3"}')
  })

  test('[A43] an empty text and no value stay two things in CSV', async () => {
    const { people, text } = open('id,name,note\n1,"",\n')
    expect(await fieldsOf(people, '1')).toEqual({ id: '1', name: '', note: null })
    await people.update('1', { name: null, note: '' }, options())
    expect(text()).toBe('id,name,note\n1,,""\n')
  })

  test('[A43] numbers and truth values are written as their text', async () => {
    const { people, text } = open('id,name,note\n1,a,b\n')
    const outcome = await people.update('1', { name: 1.5, note: true }, options())
    expect(outcome).toMatchObject({ after: { fields: { name: '1.5', note: 'true' } } })
    expect(text()).toBe('id,name,note\n1,1.5,true\n')
  })

  test.each<[string, Fields, string]>([
    ['a list', { name: ['a'] }, 'name'],
    ['a column the header lacks', { nmae: 'a' }, 'nmae'],
    ['half a character', { name: '\udc00' }, 'name'],
    ['another id', { id: '2' }, 'id'],
  ])('[A43] %s is refused, and the file stays untouched', async (_, set, field) => {
    const { path, people, text } = open('id,name\n1,a\n')
    const { ino } = statSync(path)
    expect(await people.update('1', set, options())).toMatchObject({
      kind: 'refused',
      why: 'invalid',
      field,
    })
    expect(text()).toBe('id,name\n1,a\n')
    expect(statSync(path).ino).toBe(ino)
  })

  test('a body that only repeats the id writes nothing', async () => {
    const { path, people } = open('id,name\n1,a\n')
    const { ino } = statSync(path)
    expect(await people.update('1', { id: 1 }, options())).toMatchObject({ kind: 'written' })
    expect(statSync(path).ino).toBe(ino)
  })

  test('a record without an id is refused, and one that brings its own is taken', async () => {
    const { people, text } = open('id,name\n')
    const unidentified = { ...options(), identification: { kind: 'none' } } as const
    expect(await people.create({ name: 'a' }, unidentified)).toMatchObject({ why: 'invalid' })
    expect(await people.create({ id: 7, name: 'a' }, unidentified)).toMatchObject({ id: '7' })
    expect(text()).toBe('id,name\n7,a\n')
  })
})

describe('replacing', () => {
  test('[A44] writes that wait together replace the file once, and each is refused alone', async () => {
    const { path, people, text } = open('id,name\n1,a\n2,b\n')
    const seen = new Set([statSync(path).ino])
    const outcomes = await Promise.all([
      people.update('1', { name: 'A' }, options()),
      people.update('9', { name: 'x' }, options()),
      create(people, '2', { name: 'taken' }),
      create(people, '3', { name: 'c' }),
      people.delete('2', options({ kind: 'token', token: 'stale' })),
      people.update('3', { name: 'C' }, options()),
    ])
    seen.add(statSync(path).ino)
    expect(outcomes.map((one) => (one.kind === 'refused' ? one.why : one.kind))).toEqual([
      'written',
      'absent',
      'exists',
      'written',
      'stale',
      'written',
    ])
    expect(text()).toBe('id,name\n1,A\n2,b\n3,C\n')
    expect(seen.size).toBe(2)
  })

  test('[A44] mode and symbolic links stay, and nothing is left beside the file', async () => {
    const { directory, path, people } = open('id,name\n1,a\n')
    const real = join(directory, 'real.csv')
    renameSync(path, real)
    symlinkSync(real, path)
    chmodSync(real, 0o640)
    expect(await people.update('1', { name: 'b' }, options())).toMatchObject({ kind: 'written' })
    expect(statSync(real).mode & 0o777).toBe(0o640)
    expect(readFileSync(real, 'utf8')).toBe('id,name\n1,b\n')
    expect(readdirSync(directory).sort()).toEqual(['people.csv', 'real.csv'])
  })

  test('[A44] what another program writes meanwhile is seen before the file is replaced', async () => {
    const { path } = open('id,name\n1,a\n')
    const format = csvFormat({ id: 'id', delimiter: ',', finalNewline: 'required' })
    const file = sheetFile({ label: 'export.people', path, quietMs: 0 }, format)
    const seen: string[][] = []
    await file.change((sheet) => {
      seen.push([...sheet.entries.keys()])
      if (seen.length === 1) writeFileSync(path, 'id,name\n1,a\n2,by a user\n')
      const entries = new Map(sheet.entries)
      entries.delete('1')
      return { sheet: { ...sheet, entries }, result: undefined }
    })
    expect(seen).toEqual([['1'], ['1', '2']])
    expect(readFileSync(path, 'utf8')).toBe('id,name\n2,by a user\n')
  })

  test('[A44] a file others replace all the time is given up, and left as they want it', async () => {
    const { directory, path } = open('id,name\n1,a\n')
    const format = csvFormat({ id: 'id', delimiter: ',', finalNewline: 'required' })
    const file = sheetFile({ label: 'export.people', path, quietMs: 0 }, format)
    let turn = 0
    const change = file.change((sheet) => {
      writeFileSync(path, `id,name\n1,turn ${++turn}\n`)
      return { sheet: { ...sheet, entries: new Map() }, result: undefined }
    })
    await expect(change).rejects.toMatchObject({ code: 'SYSTEM_UNAVAILABLE' })
    expect(readFileSync(path, 'utf8')).toBe(`id,name\n1,turn ${turn}\n`)
    expect(readdirSync(directory)).toEqual(['people.csv'])
  })

  test('[A44] a write waits for the lock of another process and then comes later', async () => {
    const { directory, people, text } = open('id,name\n1,a\n')
    const lock = join(directory, '.people.csv.bilateral-lock')
    writeFileSync(lock, `${process.pid} ${hostname()} other`)
    expect(await people.update('1', { name: 'b' }, options())).toMatchObject({ kind: 'later' })
    expect(text()).toBe('id,name\n1,a\n')
    rmSync(lock)
    expect(await people.update('1', { name: 'b' }, options())).toMatchObject({ kind: 'written' })
  })

  test('[A44] a lock is taken over when its process is gone, or when it is too old to be held', async () => {
    const { directory, path } = open('id,name\n1,a\n')
    const lock = join(directory, '.people.csv.bilateral-lock')
    const { pid } = spawnSync('true')
    writeFileSync(join(directory, '.people.csv.bilateral-1.draft'), 'left over')
    writeFileSync(lock, `${pid} ${hostname()} crashed`)
    const taken = await lockFile(path)
    expect(readdirSync(directory).sort()).toEqual(['.people.csv.bilateral-lock', 'people.csv'])
    await taken?.release()
    writeFileSync(lock, '')
    utimesSync(lock, new Date(), new Date(Date.now() - 11 * 60 * 1000))
    await expect(lockFile(path)).resolves.toBeDefined()
  })

  test('[A45] killed at any moment, the writer leaves the old file or the new one', async () => {
    const { directory, path, people } = open('id,name\nx,0\n')
    const script = join(directory, 'writer.ts')
    const module = join(import.meta.dirname, '../../../src/adapters/files/files-system.ts')
    writeFileSync(
      script,
      `import { filesSystem } from ${JSON.stringify(module)}
       const people = filesSystem({ name: 'export', directory: ${JSON.stringify(directory)},
         collections: { people: { file: 'people.csv', id: 'id', quietMs: 0 } } }).collection('people')
       const { signal } = new AbortController()
       const condition = { kind: 'none', because: 'a test' } as const
       for (let n = 1; ; n++) {
         const name = String(n).repeat(20_000)
         await people.update('x', { name }, { condition, op: 'op', signal })
         process.stdout.write('.')
       }`,
    )
    for (let round = 0; round < 6; round++) {
      const writer = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] })
      await new Promise((resolve) => writer.stdout.once('data', resolve))
      await new Promise((resolve) => setTimeout(resolve, round * 7))
      const ended = new Promise((resolve) => writer.once('exit', resolve))
      writer.kill('SIGKILL')
      await ended
      expect((await fieldsOf(people, 'x'))?.['name']).toMatch(/^(\d+?)\1{19999}$/)
    }
    expect(await people.update('x', { name: 'end' }, options())).toMatchObject({ kind: 'written' })
    expect(readFileSync(path, 'utf8')).toBe('id,name\nx,end\n')
    expect(readdirSync(directory).sort()).toEqual(['people.csv', 'writer.ts'])
  })

  test('[A44] a full disk, a missing permission and a read-only disk say so', () => {
    const failure = (code: string): unknown =>
      toError(Object.assign(new Error(code), { code }), 'export.people')
    expect(failure('ENOSPC')).toMatchObject({ code: 'SYSTEM_UNAVAILABLE', retryable: true })
    expect(failure('EACCES')).toMatchObject({ code: 'SYSTEM_AUTH' })
    expect(failure('EROFS')).toMatchObject({ code: 'SYSTEM_AUTH' })
    const bug = new TypeError('a bug')
    expect(toError(bug, 'export.people')).toBe(bug)
  })

  test('close waits for the writes under way', async () => {
    const { people, system, text } = open('id,name\n')
    const writing = create(people, 'a', { name: 'b' })
    await system.close()
    expect(text()).toBe('id,name\na,b\n')
    expect(await writing).toMatchObject({ kind: 'written' })
  })

  test('a write whose signal is aborted is not begun', async () => {
    const { people, text } = open('id,name\n1,a\n')
    const stopped = { ...options(), signal: AbortSignal.abort() }
    expect(await people.delete('1', stopped)).toMatchObject({ kind: 'later' })
    expect(text()).toBe('id,name\n1,a\n')
  })
})

describe('identity and configuration', () => {
  test('[A46] the identity moves with the directory and changes with the columns', async () => {
    const { directory, path, system } = open('id,name\n1,a\n', {}, 'people.csv')
    const before = await system.identify(signal)
    const elsewhere = join(newDirectory(), 'copy')
    mkdirSync(elsewhere)
    writeFileSync(join(elsewhere, 'people.csv'), 'name,id\nb,2\n')
    const config = {
      name: 'export',
      tenant: before.tenant,
      collections: { people: { file: 'people.csv', id: 'id', quietMs: 0 } },
    }
    const moved = filesSystem({ ...config, directory: elsewhere })
    expect(await moved.identify(signal)).toEqual(before)
    writeFileSync(path, 'id,name,note\n')
    expect((await system.identify(signal)).scope).not.toBe(before.scope)
    const named = filesSystem({ ...config, directory, tenant: 'acme' })
    expect(await named.identify(signal)).toMatchObject({ tenant: 'acme' })
  })

  test.each<[string, FilesCollectionConfig, string]>([
    ['an ending nobody knows', { file: 'people.txt', id: 'id' }, 'say which format'],
    ['an id without a name', { file: 'people.csv', id: '' }, 'names no column'],
    [
      'a delimiter of two characters',
      { file: 'a.csv', id: 'id', delimiter: '||' },
      'not one character',
    ],
    ['a quote as delimiter', { file: 'a.csv', id: 'id', delimiter: '"' }, 'not one character'],
  ])('%s is refused', (_, config, message) => {
    const make = (): System =>
      filesSystem({ name: 'export', directory: '/tmp', collections: { people: config } })
    expect(make).toThrow(message)
    expect(make).toThrow(expect.objectContaining({ code: 'CONFIG_INVALID' }))
  })

  test('two collections in one file are refused', () => {
    const make = (): System =>
      filesSystem({
        name: 'export',
        directory: '/tmp',
        collections: { a: { file: 'x.csv', id: 'id' }, b: { file: './x.csv', id: 'id' } },
      })
    expect(make).toThrow('a file holds one')
  })

  test('a file without its directory, or a directory instead of it, is told apart', async () => {
    const directory = newDirectory()
    mkdirSync(join(directory, 'people.csv'))
    const at = (place: string): Collection =>
      filesSystem({
        name: 'export',
        directory: place,
        collections: { people: { file: 'people.csv', id: 'id', quietMs: 0 } },
      }).collection('people')
    await expect(idsOf(at(directory))).rejects.toMatchObject({ code: 'CONFIG_INVALID' })
    await expect(idsOf(at(join(directory, 'no')))).rejects.toMatchObject({
      code: 'SYSTEM_UNAVAILABLE',
    })
  })

  test('a check tells how many records there are', async () => {
    const { path, system } = open('id,name\n1,a\n')
    expect(await system.test(signal)).toEqual([
      { name: 'people', ok: true, detail: `${path}, 1 records` },
    ])
  })

  test('discovery tells the other files, their likely ids and what their values look like', async () => {
    const { directory, system } = open('id,name\n')
    writeFileSync(
      join(directory, 'orders.csv'),
      'note,order_no,total,paid,due,sent,count,empty\nx,A1,1.50,true,2026-01-31,2026-01-31T10:00:00Z,1,\nx,A2,2,false,2026-02-01,2026-02-01 10:00:00,2,',
    )
    writeFileSync(
      join(directory, 'tags.jsonl'),
      '{"id":7,"tags":["a"],"o":{},"n":1}\n{"id":8,"n":1.5}\n',
    )
    writeFileSync(join(directory, 'broken.csv'), 'a,a\n')
    writeFileSync(join(directory, 'notes.txt'), 'hello')
    const [people, orders, tags, ...others] = await system.discover(signal)
    expect(others).toEqual([])
    expect(people).toMatchObject({ name: 'people', idField: 'id' })
    expect(orders).toMatchObject({ name: 'orders', idField: 'order_no' })
    expect(orders?.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'note string',
      'order_no string',
      'total decimal',
      'paid boolean',
      'due date',
      'sent datetime',
      'count integer',
      'empty unknown',
    ])
    expect(tags).toMatchObject({ name: 'tags', idField: 'id' })
    expect(tags?.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'id integer',
      'tags list',
      'o object',
      'n decimal',
    ])
  })
})
