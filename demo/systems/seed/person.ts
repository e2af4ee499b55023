import { phoneNumber } from './company.ts'
import type { Company } from './company.ts'
import type { Random } from './random.ts'
import { toMailbox } from './spelling.ts'
import { ODD_PEOPLE } from './vocabulary.ts'
import type { Locale } from './vocabulary.ts'

/** A person as she is, before two systems write her down in their own ways. */
export interface Person {
  readonly company: Company
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly phone: string | null
  /** ISO date. */
  readonly birthday: string | null
  readonly language: 'de' | 'en' | 'fr' | 'pl' | 'other'
  readonly jobTitle: string | null
  readonly active: boolean
}

const ODD_EVERY = 400

/** The person with this number at a company; numbers give distinct mailboxes. */
export function createPerson(number: number, company: Company, random: Random): Person {
  const odd = number % ODD_EVERY === 0 ? ODD_PEOPLE[number / ODD_EVERY] : undefined
  const { locale } = company
  const name = odd === undefined ? usualName(locale, random) : oddName(odd)
  return {
    company,
    firstName: name.first,
    lastName: name.last,
    email: `${name.mailbox}.${number}@${company.domain}`,
    phone: random.chance(0.7) ? phoneNumber(company.dialling, random) : null,
    birthday: random.chance(0.6) ? birthday(random) : null,
    language: odd === undefined ? locale.language : 'other',
    jobTitle: random.chance(0.9) ? random.pick(locale.jobTitles) : null,
    active: !random.chance(0.08),
  }
}

interface Name {
  readonly first: string
  readonly last: string
  readonly mailbox: string
}

function usualName(locale: Locale, random: Random): Name {
  const [first, last] = [random.pick(locale.firstNames), random.pick(locale.lastNames)]
  return { first, last, mailbox: `${toMailbox(first, 12)}.${toMailbox(last, 20)}` }
}

function oddName(line: string): Name {
  const [first = '', last = '', mailbox = ''] = line.split('|')
  return { first, last, mailbox }
}

function birthday(random: Random): string {
  const day = Date.UTC(1950, 0, 1) + random.whole(56 * 365) * 86_400_000
  return new Date(day).toISOString().slice(0, 10)
}
