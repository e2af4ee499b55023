import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import type { Fields, Value } from '../../../src/core/value.ts'
import type { FilesCollectionConfig } from '../../../src/adapters/files/files-config.ts'
import type { SuiteWorld } from '../../../src/testing/adapter-suite/world.ts'
import { filesSystem } from '../../../src/adapters/files/files-system.ts'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { stringify } from 'csv-stringify/sync'
import { tmpdir } from 'node:os'

/** A program of its own that reads and writes the whole file, as an export or a spreadsheet would. */
interface Program {
  readonly empty: string
  read(text: string): Map<string, Fields>
  write(records: ReadonlyMap<string, Fields>): string
  /** How the program shows a value. */
  show(value: Value): Value
}

const COLUMNS = ['id', 'name', 'note', 'age', 'weight']

/** `"` stands for empty text, nothing for no value. */
function csvProgram(delimiter: string, lineEnd: string): Program {
  return {
    empty: COLUMNS.join(delimiter) + lineEnd,
    read: (text) => {
      const cast = (value: string, { quoting }: { quoting: boolean }): unknown =>
        value === '' && !quoting ? null : value
      const rows = parse<Record<string, string>>(text, {
        columns: true,
        delimiter,
        cast,
        bom: true,
      })
      return new Map(rows.map(({ id = '', ...fields }) => [id, fields]))
    },
    write: (records) =>
      stringify(
        [...records].map(([id, fields]) => ({ ...fields, id })),
        {
          header: true,
          columns: COLUMNS,
          delimiter,
          record_delimiter: lineEnd,
          quoted_empty: false,
          cast: { string: (value) => ({ value, quoted_empty: true }) },
        },
      ),
    show: (value) => (typeof value === 'number' ? String(value) : value),
  }
}

const jsonlProgram: Program = {
  empty: '',
  read: (text) => {
    const lines = text.split('\n').filter((line) => line !== '')
    const keep = (_: string, value: unknown, context?: { source?: string }): unknown =>
      typeof value === 'number' && !Number.isSafeInteger(value) && Number.isInteger(value)
        ? context?.source
        : value
    const records = lines.map((line) => JSON.parse(line, keep) as Fields & { id: string })
    return new Map(records.map(({ id, ...fields }) => [id, fields]))
  },
  write: (records) =>
    [...records]
      .map(
        ([id, fields]) => `${JSON.stringify({ id, ...fields }).replace(/"(-?\d{16,})"/, '$1')}\n`,
      )
      .join(''),
  show: (value) => value,
}

/** A file of people for the conformance suite, edited by a program that replaces it. */
export function filesWorld(
  file: string,
  config: Partial<FilesCollectionConfig> = {},
  lineEnd = '\n',
): SuiteWorld {
  const directory = mkdtempSync(join(tmpdir(), 'bilateral-files-'))
  const path = join(directory, file)
  const program = file.endsWith('.csv')
    ? csvProgram(config.delimiter ?? ',', lineEnd)
    : jsonlProgram
  writeFileSync(path, program.empty)
  const system = filesSystem({
    name: 'export',
    directory,
    collections: { people: { file, id: 'id', quietMs: 0, pageSize: 3, ...config } },
  })
  const edit = (change: (records: Map<string, Fields>) => void): void => {
    const records = program.read(readFileSync(path, 'utf8'))
    change(records)
    writeFileSync(path, records.size === 0 ? program.empty : program.write(records))
  }
  const shown = (fields: Fields): Fields =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, program.show(value)]))
  let made = 0
  return {
    system,
    collection: 'people',
    body: (n) => shown({ name: `name ${n}`, note: `note ${n}`, age: n, weight: n + 0.5 }),
    texts: ['name', 'note'],
    nullable: 'note',
    integer: 'age',
    search: 'name',
    invalid: { name: '\ud800' },
    outside: {
      create: async (body, id = `made-${++made}`) => {
        edit((records) => records.set(id, body))
        return id
      },
      update: async (id, set) => edit((records) => records.set(id, { ...records.get(id), ...set })),
      delete: async (id) => edit((records) => records.delete(id)),
      read: async (id) => program.read(readFileSync(path, 'utf8')).get(id),
    },
    dispose: async () => rmSync(directory, { recursive: true }),
  }
}
