import type { DatabaseSync } from 'node:sqlite'

import { inTransaction, openCrmDatabase } from './crm/crm-database.ts'
import { openErpDatabase } from './erp-database.ts'
import { insertCrmRecords } from './seed/crm-record.ts'
import { insertErpRows } from './seed/erp-row.ts'
import { createCompanies } from './seed/companies.ts'
import { toEntityFacts } from './seed/facts.ts'
import type { EntityFacts } from './seed/facts.ts'
import { createPeople } from './seed/people.ts'
import { createRandom } from './seed/random.ts'

/** What stands where, so that a demo can say beforehand what must come out. */
export interface SeedFacts {
  /** Companies are identified by their VAT id, on both sides. */
  readonly companies: EntityFacts
  /** People are identified by their mailbox in lower case, on both sides. */
  readonly people: EntityFacts
  readonly counts: {
    readonly accounts: number
    readonly contacts: number
    readonly customers: number
    readonly persons: number
  }
}

/** The files of the two systems; both are created, and must not hold records yet. */
export interface SeedPaths {
  readonly crmPath: string
  readonly erpPath: string
}

/** Fills both systems with the same world; the same seed gives the same bytes of data. */
export function seedSystems({ crmPath, erpPath }: SeedPaths, seed = 1): SeedFacts {
  const random = createRandom(seed)
  const companies = createCompanies(random)
  const people = createPeople(companies, random)

  const accounts = companies.flatMap(({ crm }) => crm ?? [])
  const contacts = people.flatMap(({ crm }) => crm ?? [])
  const customers = companies.flatMap(({ erp }) => erp ?? [])
  const persons = people.flatMap(({ erp }) => erp ?? [])
  store(openCrmDatabase(crmPath), (database) => {
    insertCrmRecords(database, 'accounts', accounts)
    insertCrmRecords(database, 'contacts', contacts)
  })
  store(openErpDatabase(erpPath), (database) => {
    insertErpRows(database, 'customer', customers)
    insertErpRows(database, 'person', persons)
  })

  return {
    companies: toEntityFacts(companies),
    people: toEntityFacts(people),
    counts: {
      accounts: accounts.length,
      contacts: contacts.length,
      customers: customers.length,
      persons: persons.length,
    },
  }
}

function store(database: DatabaseSync, insert: (database: DatabaseSync) => void): void {
  try {
    inTransaction(database, () => {
      insert(database)
    })
  } finally {
    database.close()
  }
}
