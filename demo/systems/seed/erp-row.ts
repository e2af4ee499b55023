import type { DatabaseSync } from 'node:sqlite'

import type { Company, CompanyStatus } from './company.ts'
import type { Person } from './person.ts'
import type { Random } from './random.ts'
import { createStamp } from './stamp.ts'

/** A row as the ERP stores it: a value per column. */
export type ErpRow = Record<string, string | number | null> & { id: number }

const STATUS_CODES: Readonly<Record<CompanyStatus, string>> = {
  prospect: 'P',
  active: 'A',
  on_hold: 'H',
  former: 'F',
}

const LANGUAGE_CODES: Readonly<Record<Person['language'], string>> = {
  de: 'D',
  en: 'E',
  fr: 'F',
  pl: 'P',
  other: 'X',
}

/** The number the ERP's own sequence gives to the customer with this id. */
export function toCustomerNo(id: number): string {
  return `K-${100_000 + id}`
}

/** The customer the ERP keeps of a company. */
export function toCustomer(company: Company, id: number, random: Random): ErpRow {
  const { name, vat, email, phone, street, zip, city, segments } = company
  return {
    id,
    customer_no: toCustomerNo(id),
    external_ref: null,
    name1: name,
    name2: random.chance(0.1) ? 'c/o Buchhaltung' : null,
    vat_no: vat,
    status: STATUS_CODES[company.status],
    email,
    phone,
    street,
    zip,
    city,
    country_iso2: company.country,
    segment_codes: segments.join(';'),
    credit_limit_cents: company.creditCents,
    blocked: Number(company.blocked),
    ledger_account: String(10_000 + random.whole(60_000)),
    payment_terms: random.pick(['N30', 'N14', 'N60', 'S3-10']),
    dunning_level: random.chance(0.1) ? 1 + random.whole(3) : 0,
    ...versionColumns(random),
  }
}

/** The person the ERP keeps under a customer. */
export function toErpPerson(person: Person, ids: ErpPersonIds, random: Random): ErpRow {
  const { firstName, lastName, email, phone, birthday, jobTitle } = person
  return {
    id: ids.id,
    customer_id: ids.customerId,
    external_ref: null,
    first_name: firstName,
    last_name: lastName,
    email,
    phone,
    birth_date: birthday === null ? null : birthday.split('-').reverse().join('.'),
    language: LANGUAGE_CODES[person.language],
    position: jobTitle,
    active: Number(person.active),
    salutation: random.pick(['F', 'M', null]),
    access_card: random.chance(0.2) ? `AC-${random.whole(90_000) + 10_000}` : null,
    ...versionColumns(random),
  }
}

/** Where a person stands in the ERP. */
export interface ErpPersonIds {
  readonly id: number
  readonly customerId: number
}

/** Writes rows, all with the same columns, into a table of the ERP; the caller holds the transaction. */
export function insertErpRows(
  database: DatabaseSync,
  table: 'customer' | 'person',
  rows: readonly ErpRow[],
): void {
  const columns = Object.keys(rows[0] ?? {})
  if (columns.length === 0) return
  const marks = columns.map(() => '?').join(', ')
  const insert = database.prepare(`INSERT INTO ${table} (${columns.join(', ')}) VALUES (${marks})`)
  for (const row of rows) insert.run(...columns.map((column) => row[column] ?? null))
}

function versionColumns(random: Random): { row_version: number; changed_at: string } {
  const { version, updatedAt } = createStamp(random)
  const changedAt = new Date(updatedAt * 1000).toISOString().slice(0, 19).replace('T', ' ')
  return { row_version: version, changed_at: changedAt }
}
