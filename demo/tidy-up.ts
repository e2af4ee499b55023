import type { Comparison } from './compare.ts'
import type { CrmUser, ErpUser } from './users.ts'
import type { SeedFacts } from './systems/seed.ts'

/**
 * What people do about the values that one system holds and the other cannot express: an amount with three decimal
 * places, a status nobody knows, a birthday of zeros. Tells how many records were put right.
 */
export async function correctValues(crm: CrmUser, erp: ErpUser, facts: SeedFacts): Promise<number> {
  let corrected = 0
  for (const { crmId, erpId, trait, field } of [...facts.companies.pairs, ...facts.people.pairs]) {
    if (trait !== 'unrepresentable') continue
    if (field === 'creditLimit') {
      const { creditLimit } = await crm.read('accounts', crmId)
      const cents = Math.round(Number(creditLimit) * 100)
      await crm.change('accounts', crmId, { creditLimit: cents / 100 })
    } else if (field === 'status') erp.change('customer', erpId, { status: 'A' })
    else erp.change('person', erpId, { birth_date: null })
    corrected += 1
  }
  return corrected
}

/**
 * What people do about mailboxes that several persons share, so that nobody can tell who is who: in each system everybody
 * gets a mailbox of his own, made of his name, and a person entered twice under one name is deleted once.
 * Tells how many records were touched.
 */
export async function separateMailboxes(
  crm: CrmUser,
  erp: ErpUser,
  facts: SeedFacts,
): Promise<number> {
  let touched = 0
  for (const { key, crmIds, erpIds } of facts.people.ambiguous) {
    const inCrm = new Set<string>()
    for (const id of crmIds) {
      const { firstName, lastName } = await crm.read('contacts', id)
      const mailbox = mailboxOf(key, firstName, lastName)
      if (inCrm.has(mailbox)) await crm.remove('contacts', id)
      else await crm.change('contacts', id, { email: mailbox })
      inCrm.add(mailbox)
      touched += 1
    }
    const inErp = new Set<string>()
    for (const id of erpIds) {
      const { first_name, last_name } = erp.read('person', id)
      const mailbox = mailboxOf(key, first_name, last_name)
      if (inErp.has(mailbox)) erp.remove('person', id)
      else erp.change('person', id, { email: mailbox })
      inErp.add(mailbox)
      touched += 1
    }
  }
  return touched
}

function mailboxOf(shared: string, ...names: readonly unknown[]): string {
  const [, host = 'mail.example'] = shared.split('@')
  const local = names
    .map((name) => (typeof name === 'string' ? name : ''))
    .join('.')
    .normalize('NFKD')
    .replaceAll(/[^a-zA-Z.]/g, '')
    .toLowerCase()
  return `${local === '.' ? 'somebody' : local}@${host}`
}

/** One line for each collection, and each thing on which the systems differ. */
export function describeComparison({ companies, people }: Comparison): readonly string[] {
  return Object.entries({ companies, people }).flatMap(([name, found]) => [
    `${name}: ${found.agree} agree, ${found.differ.length} differ, ${found.onlyCrm.length} only in the CRM, ` +
      `${found.onlyErp.length} only in the ERP, ${found.ambiguous.length} nobody can tell apart`,
    ...found.differ.slice(0, 5).map(({ key, fields }) => {
      const what = fields.map(({ field, crm, erp }) => `${field}: CRM ${crm}, ERP ${erp}`)
      return `  ${key}: ${what.join('; ')}`
    }),
  ])
}
