import { DatabaseSync } from 'node:sqlite'

import type { CrmAccess } from './users.ts'

/** One thing that both systems know, and the fields in which their notes of it differ. */
export interface Difference {
  readonly key: string
  readonly crmId: string
  readonly erpId: number
  readonly fields: readonly { readonly field: string; readonly crm: string; readonly erp: string }[]
}

/** How far two collections agree. Every record of both is in exactly one of the five. */
export interface EntityComparison {
  /** Pairs that say the same. */
  readonly agree: number
  readonly differ: readonly Difference[]
  readonly onlyCrm: readonly { readonly key: string; readonly crmId: string }[]
  readonly onlyErp: readonly { readonly key: string; readonly erpId: number }[]
  /** Records of both systems that share a key and a name, so that nobody can tell who is who. */
  readonly ambiguous: readonly {
    readonly key: string
    readonly crmIds: readonly string[]
    readonly erpIds: readonly number[]
  }[]
}

export interface Comparison {
  /** Paired by VAT id. */
  readonly companies: EntityComparison
  /** Paired by mailbox; where several share one, by first and last name too. */
  readonly people: EntityComparison
}

/**
 * Reads both systems completely and says how far they agree. It shares no code with what keeps them
 * in agreement, and writes nothing. Accents, white space and the case of mailboxes do not count.
 */
export async function compareSystems(crm: CrmAccess, erpPath: string): Promise<Comparison> {
  const accounts = await readAll(crm, 'accounts')
  const contacts = await readAll(crm, 'contacts')
  const erp = new DatabaseSync(erpPath, { readOnly: true })
  try {
    const customers = erp.prepare('SELECT * FROM customer').all()
    const persons = erp.prepare('SELECT * FROM person').all()
    const accountVat = new Map(accounts.map((account) => [account['id'], account['vatId']]))
    const customerVat = new Map(customers.map((customer) => [customer['id'], customer['vat_no']]))
    return {
      companies: compareEntity(accounts.map(fromAccount), customers.map(fromCustomer)),
      people: compareEntity(
        contacts.map((contact) => fromContact(contact, accountVat.get(contact['accountId']))),
        persons.map((person) => fromPerson(person, customerVat.get(person['customer_id']))),
      ),
    }
  } finally {
    erp.close()
  }
}

/** Whether nothing is left to say. */
export function isAgreed({ companies, people }: Comparison): boolean {
  return [companies, people].every(
    ({ differ, onlyCrm, onlyErp, ambiguous }) =>
      differ.length + onlyCrm.length + onlyErp.length + ambiguous.length === 0,
  )
}

type Row = Readonly<Record<string, unknown>>

/** What one system says about one thing, in words that can be compared with the other's. */
interface Statement<Id> {
  readonly id: Id
  readonly key: string
  readonly name: string
  readonly says: Readonly<Record<string, string>>
}

async function readAll(crm: CrmAccess, collection: string): Promise<Row[]> {
  const rows = new Map<unknown, Row>()
  const first = `${crm.url}/api/${collection}?limit=100`
  let url: string | null = first
  let total = 0
  while (url !== null) {
    const response: Response = await fetch(url, {
      headers: { Authorization: `Bearer ${crm.token}` },
    })
    if (!response.ok) throw new Error(`GET ${url} answered ${response.status}`)
    const page = (await response.json()) as { data: Row[]; next: string | null; total: number }
    for (const row of page.data) rows.set(row['id'], row)
    total = page.total
    url = page.next === null ? null : `${first}&cursor=${page.next}`
  }
  if (rows.size !== total) throw new Error(`read ${rows.size} of ${total} ${collection}`)
  return [...rows.values()]
}

function fromAccount(account: Row): Statement<string> {
  const address = account['address'] as Row
  const cents = Number(account['creditLimit']) * 100
  return {
    id: String(account['id']),
    key: line(account['vatId']),
    name: line(account['name']),
    says: {
      ...customerNumber(account['externalRef']),
      name: line(account['name']),
      status: line(account['status']),
      email: mailbox(account['email']),
      phone: firstPhone(account['phones']),
      street: line(address['street']),
      zip: line(address['zip']),
      city: line(address['city']),
      country: line(address['country']),
      segments: (account['segments'] as string[]).toSorted().join(' '),
      creditLimit: account['creditLimit'] === null ? '' : String(Number(cents.toFixed(6))),
      blocked: account['billingBlocked'] === true ? 'yes' : 'no',
    },
  }
}

function fromCustomer(customer: Row): Statement<number> {
  const statuses: Row = { P: 'prospect', A: 'active', H: 'on_hold', F: 'former' }
  const status = line(customer['status'])
  return {
    id: Number(customer['id']),
    key: line(customer['vat_no']),
    name: line(customer['name1']),
    says: {
      number: line(customer['customer_no']),
      name: line(customer['name1']),
      status: line(statuses[status] ?? `code ${status}`),
      email: mailbox(customer['email']),
      phone: line(customer['phone']),
      street: line(customer['street']),
      zip: line(customer['zip']),
      city: line(customer['city']),
      country: line(customer['country_iso2']),
      segments: line(customer['segment_codes']).split(';').toSorted().join(' '),
      creditLimit: line(customer['credit_limit_cents']),
      blocked: customer['blocked'] === 1 ? 'yes' : 'no',
    },
  }
}

function fromContact(contact: Row, employerVat: unknown): Statement<string> {
  return {
    id: String(contact['id']),
    key: mailbox(contact['email']),
    name: `${line(contact['firstName'])} ${line(contact['lastName'])}`,
    says: {
      company: line(employerVat),
      firstName: line(contact['firstName']),
      lastName: line(contact['lastName']),
      email: mailbox(contact['email']),
      phone: firstPhone(contact['phones']),
      birthday: line(contact['birthday']),
      language: line(contact['language']),
      jobTitle: line(contact['jobTitle']),
      active: contact['active'] === true ? 'yes' : 'no',
    },
  }
}

function fromPerson(person: Row, employerVat: unknown): Statement<number> {
  const languages: Row = { D: 'de', E: 'en', F: 'fr', P: 'pl', X: 'other' }
  const language = line(person['language'])
  return {
    id: Number(person['id']),
    key: mailbox(person['email']),
    name: `${line(person['first_name'])} ${line(person['last_name'])}`,
    says: {
      company: line(employerVat),
      firstName: line(person['first_name']),
      lastName: line(person['last_name']),
      email: mailbox(person['email']),
      phone: line(person['phone']),
      birthday: line(person['birth_date']).split('.').toReversed().join('-'),
      language: line(languages[language] ?? `code ${language}`),
      jobTitle: line(person['position']),
      active: person['active'] === 1 ? 'yes' : 'no',
    },
  }
}

/** The ERP's number, where the CRM claims to know it; where it does not, there is nothing to compare. */
function customerNumber(externalRef: unknown): { number?: string } {
  return line(externalRef).startsWith('K-') ? { number: line(externalRef) } : {}
}

function firstPhone(phones: unknown): string {
  return line((phones as Row[])[0]?.['number'])
}

function mailbox(value: unknown): string {
  return line(value).toLowerCase()
}

/** One line of text in one spelling; nothing is the empty line. */
function line(value: unknown): string {
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value.normalize('NFC').trim().replace(/\s+/gu, ' ') : ''
}

/** What both systems say under one key, or under one key and name. */
interface Candidates {
  readonly crm: readonly Statement<string>[]
  readonly erp: readonly Statement<number>[]
}

function compareEntity(
  crm: readonly Statement<string>[],
  erp: readonly Statement<number>[],
): EntityComparison {
  const groups = toCandidates({ crm, erp }, ({ key }) => key).flatMap((group) =>
    isClear(group) ? [group] : toCandidates(group, ({ name }) => name),
  )
  const isLone = (group: Candidates): boolean => group.crm.length * group.erp.length === 0
  const lone = groups.filter(isLone)
  const both = groups.filter((group) => !isLone(group))
  const differences = both.filter(isClear).map(toDifference)
  return {
    agree: differences.filter(({ fields }) => fields.length === 0).length,
    differ: differences.filter(({ fields }) => fields.length > 0),
    onlyCrm: lone.flatMap((group) => group.crm.map(({ key, id }) => ({ key, crmId: id }))),
    onlyErp: lone.flatMap((group) => group.erp.map(({ key, id }) => ({ key, erpId: id }))),
    ambiguous: both
      .filter((group) => !isClear(group))
      .map((group) => ({
        key: group.crm[0]?.key ?? '',
        crmIds: group.crm.map(({ id }) => id),
        erpIds: group.erp.map(({ id }) => id),
      })),
  }
}

function isClear(group: Candidates): boolean {
  return group.crm.length <= 1 && group.erp.length <= 1
}

function toDifference({ crm: [crm], erp: [erp] }: Candidates): Difference {
  if (crm === undefined || erp === undefined) throw new Error('a pair has two records')
  const fields = Object.entries(crm.says)
    .map(([field, said]) => ({ field, crm: said, erp: erp.says[field] ?? '' }))
    .filter((field) => field.crm !== field.erp)
  return { key: crm.key, crmId: crm.id, erpId: erp.id, fields }
}

function toCandidates(
  { crm, erp }: Candidates,
  by: (statement: Statement<unknown>) => string,
): Candidates[] {
  const crmGroups = Map.groupBy(crm, by)
  const erpGroups = Map.groupBy(erp, by)
  const names = new Set([...crmGroups.keys(), ...erpGroups.keys()])
  return [...names].map((name) => ({
    crm: crmGroups.get(name) ?? [],
    erp: erpGroups.get(name) ?? [],
  }))
}
