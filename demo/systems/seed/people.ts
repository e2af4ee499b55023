import type { Company } from './company.ts'
import { toContact } from './crm-record.ts'
import { toErpPerson } from './erp-row.ts'
import type { Entry } from './facts.ts'
import { giveTraits } from './give-traits.ts'
import { createPerson } from './person.ts'
import type { Person } from './person.ts'
import type { Random } from './random.ts'
import { EQUAL, personTraits } from './traits.ts'

/** How many people a company has, the usual case several times. */
const TEAM_SIZES = [1, 1, 2, 2, 3, 3, 4, 5, 6, 8]

/** One company of this many has no people at all. */
const EMPTY_EVERY = 31

/** One person of this many stands in the CRM only, and one in the ERP only. */
const ONE_SIDED_EVERY = 100

/** People who were entered twice in the ERP under the same name; nothing tells the two apart. */
const DUPLICATES = 2
/** Mailboxes that two people share in the ERP, and in the CRM. */
const SHARED_IN_ERP = 3
const SHARED_IN_CRM = 3

/** All people, as each system has written them down; each stands only where her company stands. */
export function createPeople(
  companies: readonly Entry<Company>[],
  random: Random,
): Entry<Person>[] {
  const staff = companies
    .filter((_, number) => number % EMPTY_EVERY !== EMPTY_EVERY - 1)
    .flatMap((employer) => Array.from({ length: random.pick(TEAM_SIZES) }, () => employer))
  const write = createWriter(random)
  const entries = staff.map((employer, number) => {
    const person = createPerson(number, employer.thing, random)
    const place = number % ONE_SIDED_EVERY
    const inCrm = place !== ONE_SIDED_EVERY - 1 || employer.erp === null
    const inErp = place !== ONE_SIDED_EVERY >> 1 || employer.crm === null
    return write(person, employer, { inCrm, inErp })
  })
  const traits = personTraits(createTransfer(companies))
  const given = giveTraits(entries, traits, random)
  const employers = new Map(companies.map((employer) => [employer.thing, employer]))
  const plain = given.filter(({ crm, erp, trait }) => crm && erp && trait === EQUAL)
  const doubles = random.shuffle(plain).slice(0, DUPLICATES + SHARED_IN_ERP + SHARED_IN_CRM)
  const added = doubles.flatMap(({ thing }, index) => {
    const employer = employers.get(thing.company)
    if (employer === undefined) return []
    const double = index < DUPLICATES ? thing : { ...thing, firstName: 'Maximilian', phone: null }
    const inCrm = index >= DUPLICATES + SHARED_IN_ERP
    return [write(double, employer, { inCrm, inErp: !inCrm })]
  })
  return [...given, ...added]
}

interface Presence {
  readonly inCrm: boolean
  readonly inErp: boolean
}

type Writer = (person: Person, employer: Entry<Company>, presence: Presence) => Entry<Person>

/** Writes people down in the systems that know their company; the ERP counts its ids from 1. */
function createWriter(random: Random): Writer {
  let id = 0
  return (person, employer, { inCrm, inErp }) => {
    const account = inCrm ? employer.crm : null
    const customer = inErp ? employer.erp : null
    if (customer !== null) id += 1
    return {
      thing: person,
      key: person.email,
      crm: account && toContact(person, account.id, random),
      erp: customer && toErpPerson(person, { id, customerId: customer.id }, random),
      trait: EQUAL,
    }
  }
}

/** From one customer to the next of those that both systems know. */
function createTransfer(companies: readonly Entry<Company>[]): (customerId: number) => number {
  const shared = companies.flatMap(({ crm, erp }) => (crm && erp ? erp.id : []))
  return (customerId) => shared[(shared.indexOf(customerId) + 1) % shared.length] ?? customerId
}
