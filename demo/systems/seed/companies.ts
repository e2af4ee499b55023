import { createCompany } from './company.ts'
import type { Company } from './company.ts'
import { toAccount } from './crm-record.ts'
import { toCustomer, toCustomerNo } from './erp-row.ts'
import type { Entry } from './facts.ts'
import { giveTraits } from './give-traits.ts'
import type { Random } from './random.ts'
import { companyTraits, EQUAL } from './traits.ts'

export const COMPANIES = 1240

/** One company of this many stands in the CRM only, and one in the ERP only. */
const ONE_SIDED_EVERY = 41

/** One account of this many was never given the ERP's number, and is found by its VAT id alone. */
const UNNUMBERED_EVERY = 10

/** All companies, as each system has written them down. */
export function createCompanies(random: Random): Entry<Company>[] {
  let customerId = 0
  const entries = Array.from({ length: COMPANIES }, (_, number): Entry<Company> => {
    const company = createCompany(number, random)
    const place = number % ONE_SIDED_EVERY
    const inCrm = place !== ONE_SIDED_EVERY - 1
    const inErp = place !== ONE_SIDED_EVERY >> 1
    if (inErp) customerId += 1
    const numbered = inErp && number % UNNUMBERED_EVERY !== 0
    const customerNo = numbered ? toCustomerNo(customerId) : null
    return {
      thing: company,
      key: company.vat,
      crm: inCrm ? toAccount(company, customerNo, random) : null,
      erp: inErp ? toCustomer(company, customerId, random) : null,
      trait: EQUAL,
    }
  })
  return giveTraits(entries, companyTraits(), random)
}
