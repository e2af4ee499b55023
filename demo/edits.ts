import type { SeedFacts } from './systems/seed.ts'
import type { Pair } from './systems/seed/facts.ts'
import type { Attributes, Columns, CrmUser, ErpUser } from './users.ts'

export type Deed = 'create' | 'update' | 'delete'

/** What people did to one company or person, in one system or in both. */
export interface Edit {
  readonly title: string
  readonly entity: 'company' | 'person'
  /** VAT id or mailbox. */
  readonly key: string
  readonly crmId: string | null
  readonly erpId: number | null
  /** What was done in the CRM, and with which attributes. */
  readonly crm: { readonly did: Deed; readonly attributes: Attributes } | null
  /** What was done in the ERP, and with which columns. */
  readonly erp: { readonly did: Deed; readonly columns: Columns } | null
}

/** The people who work in the two systems, and the records nobody has touched yet. */
export interface Office {
  readonly crm: CrmUser
  readonly erp: ErpUser
  /** A company or person whose two notes are equal; never the same one twice. */
  take(entity: Edit['entity'], isFit?: (pair: Pair) => boolean): Pair
}

/** An office in which nothing has been touched since the seed. */
export function createOffice(crm: CrmUser, erp: ErpUser, facts: SeedFacts): Office {
  const untouched = {
    company: facts.companies.pairs.filter(({ trait }) => trait === 'equal'),
    person: facts.people.pairs.filter(({ trait }) => trait === 'equal'),
  }
  return {
    crm,
    erp,
    take(entity, isFit = () => true) {
      const index = untouched[entity].findIndex(isFit)
      const [pair] = index < 0 ? [] : untouched[entity].splice(index, 1)
      if (pair === undefined) throw new Error(`no untouched ${entity} is left that fits`)
      return pair
    },
  }
}

/** One office day: every situation that two users can bring about, each on records of its own. */
export async function editEverySituation(office: Office): Promise<Edit[]> {
  const edits: Edit[] = []
  for (const edit of [
    disjointFields,
    sameField,
    sameValue,
    normalisedValue,
    newEmployer,
    privateFields,
    updateAgainstDelete,
    deleteAgainstUpdate,
    privateFieldAgainstDelete,
    deletePersonInCrm,
    deletePersonInErp,
    deleteCompanyInCrm,
    createInCrm,
    createInErp,
    createInBoth,
  ]) {
    edits.push(...[await edit(office)].flat())
  }
  return edits
}

/** A long day: `count` people change in each system, no one in both. */
export async function editMany(office: Office, count: number): Promise<Edit[]> {
  const edits: Edit[] = []
  for (let number = 1; number <= count; number += 1) {
    const title = 'a person changed in one system'
    const inCrm = { jobTitle: `Team ${number}` }
    edits.push(await editPair(office, { title, entity: 'person', crm: inCrm }))
    const inErp = { phone: `+49 30 77${String(number).padStart(4, '0')}` }
    edits.push(await editPair(office, { title, entity: 'person', erp: inErp }))
  }
  return edits
}

/** Different fields of one company change in both systems. */
export async function disjointFields(office: Office): Promise<Edit> {
  return editPair(office, {
    title: 'different fields of one company',
    entity: 'company',
    crm: { status: 'on_hold', address: { city: 'Wolfsburg' } },
    erp: { credit_limit_cents: 7_700_000, segment_codes: 'EXPORT;VIP' },
  })
}

/** The name of one company changes in both systems, differently. */
export async function sameField(office: Office): Promise<Edit> {
  return editPair(office, {
    title: 'the same field of one company, differently',
    entity: 'company',
    crm: { name: 'Nordstern Holding SE' },
    erp: { name1: 'Nordstern Gruppe GmbH' },
  })
}

/** One person gets the same new job title in both systems. */
export async function sameValue(office: Office): Promise<Edit> {
  return editPair(office, {
    title: 'the same field of one person, equally',
    entity: 'person',
    crm: { jobTitle: 'Head of Procurement' },
    erp: { position: 'Head of Procurement' },
  })
}

/** The ERP's user types what the CRM will write in its own way. */
export async function normalisedValue(office: Office): Promise<Edit> {
  return editPair(office, {
    title: 'a value that the CRM normalises',
    entity: 'person',
    erp: { last_name: '  van  der   Berg ', email: 'A.Van-der-Berg@Mail.EXAMPLE' },
  })
}

/** A person moves to another company in the ERP. */
export async function newEmployer(office: Office): Promise<Edit> {
  const { erpId } = office.take('company')
  return editPair(office, {
    title: 'a person with a new employer',
    entity: 'person',
    erp: { customer_id: erpId },
  })
}

/** Fields that only one system has; nothing may come of it. */
export async function privateFields(office: Office): Promise<Edit[]> {
  const title = 'a field that only one system has'
  return [
    await editPair(office, { title, entity: 'person', crm: { notes: 'Called back.', score: 77 } }),
    await editPair(office, { title, entity: 'company', erp: { dunning_level: 2 } }),
  ]
}

/** A person is updated in the CRM and deleted in the ERP. */
export async function updateAgainstDelete(office: Office): Promise<Edit> {
  const crm = { jobTitle: 'Project Lead' }
  return editPair(office, { title: 'update against delete', entity: 'person', crm, erp: 'delete' })
}

/** A person is deleted in the CRM and updated in the ERP. */
export async function deleteAgainstUpdate(office: Office): Promise<Edit> {
  const erp = { position: 'Project Lead' }
  return editPair(office, { title: 'delete against update', entity: 'person', crm: 'delete', erp })
}

/** A person gets a note in the CRM, which the ERP cannot see, and is deleted in the ERP. */
export async function privateFieldAgainstDelete(office: Office): Promise<Edit> {
  const crm = { notes: 'Has just signed the new contract.' }
  const title = 'a private field against delete'
  return editPair(office, { title, entity: 'person', crm, erp: 'delete' })
}

/** A person is deleted in the CRM. */
export async function deletePersonInCrm(office: Office): Promise<Edit> {
  return editPair(office, { title: 'delete in one system', entity: 'person', crm: 'delete' })
}

/** A person is deleted in the ERP. */
export async function deletePersonInErp(office: Office): Promise<Edit> {
  return editPair(office, { title: 'delete in one system', entity: 'person', erp: 'delete' })
}

/** A company without people is deleted in the CRM. */
export async function deleteCompanyInCrm(office: Office): Promise<Edit> {
  const empty = new Set(office.erp.listEmptyCustomers())
  const isFit = ({ erpId }: Pair): boolean => empty.has(erpId)
  const title = 'delete in one system'
  return editPair(office, { title, entity: 'company', crm: 'delete', isFit })
}

/** A new company with two people, in the CRM. */
export async function createInCrm(office: Office): Promise<Edit[]> {
  const company = await createAccount(office, {
    ...NEW_ACCOUNT,
    name: 'Möwe Segelmacherei GmbH',
    vatId: 'DE900000001',
    email: 'post@moewe.example',
  })
  const accountId = company.crmId
  const people = [
    { accountId, firstName: 'Jette', lastName: 'Möwe', email: 'jette@moewe.example' },
    { accountId, firstName: 'Enno', lastName: 'Cassens', email: 'enno@moewe.example' },
  ]
  const edits = [company]
  for (const attributes of people) {
    const crmId = await office.crm.create('contacts', attributes)
    const done = { did: 'create', attributes } as const
    const edit = { title: 'create in one system', key: attributes.email, crmId, erpId: null }
    edits.push({ ...edit, entity: 'person', crm: done, erp: null })
  }
  return edits
}

/** A new company with one person, in the ERP. */
export async function createInErp(office: Office): Promise<Edit[]> {
  const company = createCustomer(office, {
    ...NEW_CUSTOMER,
    name1: 'Żagle i Liny Sp. z o.o.',
    vat_no: 'PL900000002',
    email: 'biuro@zagle.example',
  })
  const columns = {
    customer_id: company.erpId,
    first_name: 'Halina',
    last_name: 'Żuraw',
    email: 'halina@zagle.example',
    birth_date: '07.03.1979',
    language: 'P',
  }
  const erpId = office.erp.create('person', columns)
  const done = { did: 'create', columns } as const
  const edit = { title: 'create in one system', key: columns.email, crmId: null, erpId }
  return [company, { ...edit, entity: 'person', crm: null, erp: done }]
}

/** The same new company, entered by hand in both systems. */
export async function createInBoth(office: Office): Promise<Edit> {
  const [name, vat, email] = ['Atelier du Phare SARL', 'FR900000003', 'bonjour@phare.example']
  const created = await createAccount(office, { ...NEW_ACCOUNT, name, vatId: vat, email })
  const columns = { ...NEW_CUSTOMER, name1: name, vat_no: vat, email }
  const { erp, erpId } = createCustomer(office, columns)
  return { ...created, title: 'create in both systems', erp, erpId }
}

const NEW_ACCOUNT = {
  status: 'active',
  phones: [{ kind: 'office', number: '+49 40 1234-0' }],
  address: { street: 'Kai 7', zip: '20457', city: 'Hamburg', country: 'DE' },
  segments: ['EXPORT'],
  creditLimit: 2500,
}

const NEW_CUSTOMER = {
  status: 'A',
  phone: '+49 40 1234-0',
  street: 'Kai 7',
  zip: '20457',
  city: 'Hamburg',
  country_iso2: 'DE',
  segment_codes: 'EXPORT',
  credit_limit_cents: 250_000,
}

async function createAccount(
  office: Office,
  attributes: Attributes & { readonly vatId: string },
): Promise<Edit> {
  const crmId = await office.crm.create('accounts', attributes)
  const done = { did: 'create', attributes } as const
  const edit = { title: 'create in one system', key: attributes.vatId, crmId, erpId: null }
  return { ...edit, entity: 'company', crm: done, erp: null }
}

function createCustomer(
  office: Office,
  columns: Columns & { readonly vat_no: string },
): Edit & { readonly erpId: number } {
  const erpId = office.erp.create('customer', columns)
  const done = { did: 'create', columns } as const
  const edit = { title: 'create in one system', key: columns.vat_no, crmId: null, erpId }
  return { ...edit, entity: 'company', crm: null, erp: done }
}

interface PairEdit {
  readonly title: string
  readonly entity: Edit['entity']
  readonly crm?: Attributes | 'delete'
  readonly erp?: Columns | 'delete'
  readonly isFit?: (pair: Pair) => boolean
}

async function editPair(office: Office, wanted: PairEdit): Promise<Edit> {
  const { title, entity, isFit, crm, erp } = wanted
  const { key, crmId, erpId } = office.take(entity, isFit)
  const inCrm = crm === undefined ? null : await actInCrm(office.crm, { entity, id: crmId }, crm)
  const inErp = erp === undefined ? null : actInErp(office.erp, { entity, id: erpId }, erp)
  return { title, entity, key, crmId, erpId, crm: inCrm, erp: inErp }
}

interface Subject<Id> {
  readonly entity: Edit['entity']
  readonly id: Id
}

async function actInCrm(
  user: CrmUser,
  { entity, id }: Subject<string>,
  act: Attributes | 'delete',
): Promise<NonNullable<Edit['crm']>> {
  const collection = entity === 'company' ? 'accounts' : 'contacts'
  if (act === 'delete') {
    await user.remove(collection, id)
    return { did: 'delete', attributes: {} }
  }
  await user.change(collection, id, act)
  return { did: 'update', attributes: act }
}

function actInErp(
  user: ErpUser,
  { entity, id }: Subject<number>,
  act: Columns | 'delete',
): NonNullable<Edit['erp']> {
  const table = entity === 'company' ? 'customer' : 'person'
  if (act === 'delete') {
    user.remove(table, id)
    return { did: 'delete', columns: {} }
  }
  user.change(table, id, act)
  return { did: 'update', columns: act }
}
