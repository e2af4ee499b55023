import type { DatabaseSync, SQLInputValue } from 'node:sqlite'

import { openErpDatabase } from './systems/erp-database.ts'

/** Where the CRM answers, and the token of one who may ask. */
export interface CrmAccess {
  readonly url: string
  readonly token: string
}

export type CrmCollection = 'accounts' | 'contacts'
export type Attributes = Readonly<Record<string, unknown>>

/** Somebody at the CRM's screen; her program sends no conditions. Fails when the CRM refuses. */
export interface CrmUser {
  read(collection: CrmCollection, id: string): Promise<Attributes>
  /** Gives the id of the new record. */
  create(collection: CrmCollection, attributes: Attributes): Promise<string>
  change(collection: CrmCollection, id: string, attributes: Attributes): Promise<void>
  remove(collection: CrmCollection, id: string): Promise<void>
}

/** A user of the CRM at `url`. */
export function createCrmUser({ url, token }: CrmAccess): CrmUser {
  const send = async (method: string, path: string, body?: Attributes): Promise<Attributes> => {
    const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
    const content = body === undefined ? {} : { body: JSON.stringify(body) }
    const response = await fetch(`${url}/api/${path}`, { method, headers, ...content })
    const text = await response.text()
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`)
    return text === '' ? {} : (JSON.parse(text) as Attributes)
  }
  return {
    read: (collection, id) => send('GET', `${collection}/${id}`),
    create: async (collection, attributes) => {
      return String((await send('POST', collection, attributes))['id'])
    },
    change: async (collection, id, attributes) => {
      await send('PATCH', `${collection}/${id}`, attributes)
    },
    remove: async (collection, id) => {
      await send('DELETE', `${collection}/${id}`)
    },
  }
}

export type ErpTable = 'customer' | 'person'
export type Columns = Readonly<Record<string, SQLInputValue>>

/** Somebody at the ERP's forms, which speak SQL. Fails when the ERP refuses. */
export interface ErpUser {
  read(table: ErpTable, id: number): Columns
  /** Gives the id of the new row. */
  create(table: ErpTable, columns: Columns): number
  change(table: ErpTable, id: number, columns: Columns): void
  remove(table: ErpTable, id: number): void
  /** The ids of customers that have no people, lowest first. */
  listEmptyCustomers(): number[]
  close(): void
}

/** A user of the ERP; the caller closes it. */
export function createErpUser(erpPath: string): ErpUser {
  const database = openErpDatabase(erpPath)
  return {
    read: (table, id) => ({ ...expectRow(database, table, id) }),
    create(table, columns) {
      const names = Object.keys(columns)
      const marks = names.map(() => '?').join(', ')
      const insert = `INSERT INTO ${table} (${names.join(', ')}) VALUES (${marks})`
      return Number(database.prepare(insert).run(...Object.values(columns)).lastInsertRowid)
    },
    change(table, id, columns) {
      const setters = Object.keys(columns).map((name) => `${name} = ?`)
      const update = `UPDATE ${table} SET ${setters.join(', ')} WHERE id = ?`
      expectOne(database.prepare(update).run(...Object.values(columns), id), `${table} ${id}`)
    },
    remove(table, id) {
      expectOne(database.prepare(`DELETE FROM ${table} WHERE id = ?`).run(id), `${table} ${id}`)
    },
    listEmptyCustomers() {
      const query = `SELECT id FROM customer
        WHERE NOT EXISTS (SELECT 1 FROM person WHERE customer_id = customer.id) ORDER BY id`
      return database
        .prepare(query)
        .all()
        .map((row) => Number(row['id']))
    },
    close: () => {
      database.close()
    },
  }
}

function expectRow(database: DatabaseSync, table: ErpTable, id: number): Columns {
  const row = database.prepare(`SELECT * FROM ${table} WHERE id = ?`).get(id)
  if (row === undefined) throw new Error(`there is no ${table} ${id} in the ERP`)
  return row
}

function expectOne({ changes }: { changes: number | bigint }, what: string): void {
  if (Number(changes) !== 1) throw new Error(`there is no ${what} in the ERP`)
}
