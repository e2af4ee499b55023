import type { SQLInputValue, SQLOutputValue } from 'node:sqlite'
import type { Fields, Value } from '../../../src/core/value.ts'
import { mkdtempSync, rmSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import type { SqlCollectionConfig } from '../../../src/adapters/sql/sql-config.ts'
import type { SuiteWorld } from '../../../src/testing/adapter-suite/world.ts'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sqlSystem } from '../../../src/adapters/sql/sql-system.ts'
import { tmpdir } from 'node:os'

/** A fresh database file in a directory of its own, and an application that works in it. */
export interface TestDatabase {
  readonly file: string
  readonly app: DatabaseSync
  remove(): void
}

/** Creates a database file from a script. */
export function testDatabase(script: string): TestDatabase {
  const directory = mkdtempSync(join(tmpdir(), 'bilateral-sql-'))
  const file = join(directory, "app's data #1?.db")
  const app = new DatabaseSync(file, { timeout: 1000 })
  // Only the adapter's own writes have to survive a power cut here.
  app.exec(`PRAGMA synchronous = OFF; ${script}`)
  return {
    file,
    app,
    remove: () => {
      if (app.isOpen) app.close()
      rmSync(directory, { recursive: true })
    },
  }
}

/** One way to keep people in a table, and what the application itself writes beside the fields. */
export interface SqlVariant {
  readonly script: string
  readonly config: Omit<SqlCollectionConfig, 'table'>
  /** Assignments the application adds to its own updates. */
  readonly updates?: string
  readonly creates?: Readonly<Record<string, string>>
}

/** A SQLite database of people for the conformance suite. */
export function sqlWorld({ script, config, updates = '', creates = {} }: SqlVariant): SuiteWorld {
  const database = testDatabase(script)
  const { file, app } = database
  const system = sqlSystem({
    name: 'erp',
    file,
    collections: { people: { table: 'person', pageSize: 3, ...config } },
  })
  const id = String(config.id)
  const hidden = new Set([id, config.version?.column, config.stamp?.column, config.externalKey])
  const read = (key: string): Fields | undefined => {
    const statement = app.prepare(`SELECT * FROM person WHERE CAST("${id}" AS TEXT) = ?`)
    statement.setReadBigInts(true)
    const row = statement.get(key)
    if (row === undefined) return undefined
    const entries = Object.entries(row).filter(([name]) => !hidden.has(name))
    return Object.fromEntries(entries.map(([name, value]) => [name, toJson(value)]))
  }
  return {
    system,
    collection: 'people',
    body: (n) => ({ name: `name ${n}`, note: `note ${n}`, age: n, weight: n + 0.5 }),
    texts: ['name', 'note'],
    nullable: 'note',
    integer: 'age',
    search: 'name',
    invalid: { weight: -1 },
    outside: {
      create: async (body, key) => {
        if (key !== undefined && config.clientId !== true) return undefined
        const chosen = key ?? `made-${++made}`
        const all = { ...body, ...(config.clientId === true && { [id]: chosen }) }
        const names = [...Object.keys(all).map(quote), ...Object.keys(creates)]
        const values = [...Object.keys(all).map(() => '?'), ...Object.values(creates)]
        const row = app
          .prepare(
            `INSERT INTO person (${names.join()}) VALUES (${values.join()}) RETURNING "${id}" AS id`,
          )
          .get(...Object.values(all).map(toSql))
        return String(row?.['id'])
      },
      update: async (key, set) => {
        const assignments = Object.keys(set).map((name) => `${quote(name)} = ?`)
        app
          .prepare(`UPDATE person SET ${assignments.join()} ${updates} WHERE "${id}" = ?`)
          .run(...Object.values(set).map(toSql), key)
      },
      delete: async (key) => void app.prepare(`DELETE FROM person WHERE "${id}" = ?`).run(key),
      read: async (key) => read(key),
    },
    settle: () => sleep((config.stamp?.granularityMs ?? 0) + 2),
    dispose: async () => database.remove(),
  }
}

let made = 0

const quote = (name: string): string => `"${name}"`

function toSql(value: Value): SQLInputValue {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value)
  if (value === null || typeof value !== 'object') return typeof value === 'boolean' ? 1n : value
  throw new Error('the sample bodies hold single values')
}

function toJson(value: SQLOutputValue): Value {
  if (typeof value !== 'bigint') return value instanceof Uint8Array ? 'binary' : value
  return Number.isSafeInteger(Number(value)) ? Number(value) : String(value)
}
