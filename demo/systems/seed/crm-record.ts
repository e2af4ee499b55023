import type { DatabaseSync } from 'node:sqlite'

import type { JsonObject } from '../crm/field-rules.ts'
import { ID_BYTES, toRecordId } from '../crm/record-id.ts'
import type { Company } from './company.ts'
import type { Person } from './person.ts'
import type { Random } from './random.ts'
import { createStamp } from './stamp.ts'
import type { Stamp } from './stamp.ts'

/** A record as the CRM stores it. */
export interface CrmRecord {
  readonly id: string
  readonly stamp: Stamp
  document: JsonObject
}

/** The account the CRM keeps of a company. */
export function toAccount(company: Company, customerNo: string | null, random: Random): CrmRecord {
  const { street, zip, city, country, creditCents } = company
  return {
    id: toRecordId('acc_', random.bytes(ID_BYTES)),
    stamp: createStamp(random),
    document: {
      externalRef: customerNo,
      name: company.name,
      vatId: company.vat,
      status: company.status,
      email: company.email,
      phones: toPhones('office', company.phone),
      address: { street, zip, city, country },
      segments: [...company.segments],
      creditLimit: creditCents === null ? null : creditCents / 100,
      billingBlocked: company.blocked,
      owner: random.pick(['M. Schulz', 'T. Okafor', 'L. Marchetti', null]),
      ...privateAttributes(random),
    },
  }
}

/** The contact the CRM keeps of a person who works for an account. */
export function toContact(person: Person, accountId: string, random: Random): CrmRecord {
  const { firstName, lastName, email, birthday, language, jobTitle, active } = person
  return {
    id: toRecordId('con_', random.bytes(ID_BYTES)),
    stamp: createStamp(random),
    document: {
      externalRef: null,
      accountId,
      firstName,
      lastName,
      email,
      phones: toPhones('work', person.phone),
      birthday,
      language,
      jobTitle,
      active,
      ...privateAttributes(random),
    },
  }
}

/** Writes records into a table of the CRM; the caller holds the transaction. */
export function insertCrmRecords(
  database: DatabaseSync,
  table: 'accounts' | 'contacts',
  records: readonly CrmRecord[],
): void {
  const insert = database.prepare(
    `INSERT INTO ${table} (id, version, created_at, updated_at, document) VALUES (?, ?, ?, ?, ?)`,
  )
  for (const { id, stamp, document } of records) {
    insert.run(id, stamp.version, stamp.createdAt, stamp.updatedAt, JSON.stringify(document))
  }
}

function toPhones(kind: string, number: string | null): JsonObject[] {
  return number === null ? [] : [{ kind, number }]
}

function privateAttributes(random: Random): JsonObject {
  const notes = [
    'Met at the fair in Hannover.',
    'Prefers to be called.\nNot on Fridays.',
    null,
    null,
  ]
  return { notes: random.pick(notes), score: random.chance(0.5) ? random.whole(101) : null }
}
