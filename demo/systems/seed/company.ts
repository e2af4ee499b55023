import type { Random } from './random.ts'
import { fill, toMailbox } from './spelling.ts'
import { LOCALES, ODD_COMPANY_NAMES, SEGMENTS } from './vocabulary.ts'
import type { Locale } from './vocabulary.ts'

export type CompanyStatus = 'prospect' | 'active' | 'on_hold' | 'former'

/** A company as it is, before two systems write it down in their own ways. */
export interface Company {
  readonly locale: Locale
  readonly vat: string
  readonly name: string
  readonly status: CompanyStatus
  readonly domain: string
  readonly email: string
  readonly phone: string | null
  readonly street: string
  readonly zip: string
  readonly city: string
  readonly country: string
  readonly dialling: string
  readonly segments: readonly string[]
  readonly creditCents: number | null
  readonly blocked: boolean
}

const STATUSES: readonly CompanyStatus[] = [
  'active',
  'active',
  'active',
  'prospect',
  'on_hold',
  'former',
]
const ODD_EVERY = 90

/** The company with this number; numbers give distinct VAT ids and domains. */
export function createCompany(number: number, random: Random): Company {
  const locale = random.pick(LOCALES)
  const country = random.pick(locale.countries)
  const { zip, city } = toPlace(random.pick(country.places))
  const house = `${random.whole(180) + 1}${random.chance(0.1) ? 'a' : ''}`
  const street = random.pick(locale.streets)
  const name = companyName(number, locale, { city, random })
  const domain = `${toMailbox(name, 24)}-${number}.example`
  return {
    locale,
    vat: country.iso2 + String(100_000_000 + number * 7919),
    name,
    status: random.pick(STATUSES),
    domain,
    email: `${random.pick(['info', 'office', 'kontakt'])}@${domain}`,
    phone: random.chance(0.85) ? phoneNumber(country.dialling, random) : null,
    street: locale.numberFirst ? `${house} ${street}` : `${street} ${house}`,
    zip,
    city,
    country: country.iso2,
    dialling: country.dialling,
    segments: SEGMENTS.filter(() => random.chance(0.25)),
    creditCents: random.chance(0.8)
      ? random.whole(50_000) * 100 + random.pick([0, 0, 50, 99])
      : null,
    blocked: random.chance(0.05),
  }
}

/** A telephone number of the country that `dialling` stands for. */
export function phoneNumber(dialling: string, random: Random): string {
  return `${dialling} ${random.whole(900) + 100} ${random.whole(9_000_000) + 1_000_000}`
}

interface NameParts {
  readonly city: string
  readonly random: Random
}

function companyName(number: number, locale: Locale, { city, random }: NameParts): string {
  const odd = number % ODD_EVERY === 0 ? ODD_COMPANY_NAMES[number / ODD_EVERY] : undefined
  const [last, other] = [random.pick(locale.lastNames), random.pick(locale.lastNames)]
  const trade = random.pick(locale.trades)
  return odd ?? fill(random.pick(locale.companyNames), { last, other, trade, city })
}

/** Splits `zip city` where the first word that is a name begins. */
function toPlace(place: string): { zip: string; city: string } {
  const start = place.search(/(?<= )\p{Lu}\p{Ll}/u)
  return { zip: place.slice(0, start - 1), city: place.slice(start) }
}
