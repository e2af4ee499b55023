import type { CrmRecord } from './crm-record.ts'
import type { ErpRow } from './erp-row.ts'
import { recase, respace } from './spelling.ts'

/**
 * How the two notes of one thing relate: `equal` say the same; `respelled` say the same in another
 * spelling; `differing` differ in one field; `unrepresentable` hold a value the other system
 * cannot hold.
 */
export type TraitKind = 'equal' | 'respelled' | 'differing' | 'unrepresentable'

/** A company or a person that both systems know. */
export interface TwoNotes {
  readonly crm: CrmRecord
  readonly erp: ErpRow
}

/** One way in which two notes of the same thing are not simply equal. */
export interface Trait {
  readonly kind: TraitKind
  /** The field, by the name that both systems share; null when all are equal. */
  readonly field: string | null
  /** Changes the notes so that they are related in this way. */
  apply(notes: TwoNotes): void
}

export const EQUAL: Trait = { kind: 'equal', field: null, apply: () => undefined }

/** Traits for some of the companies, to be given to one pair each. */
export function companyTraits(): Trait[] {
  return [
    ...repeat(2, COMPANY_DIFFERENCES),
    ...repeat(3, [UNROUNDED_CREDIT]),
    ...repeat(4, [UNKNOWN_STATUS]),
    ...repeat(24, COMPANY_SPELLINGS),
  ]
}

/** Traits for some of the people, to be given to one pair each. */
export function personTraits(otherCustomerId: (id: number) => number): Trait[] {
  const moved = differing('company', ({ erp }) => {
    erp['customer_id'] = otherCustomerId(Number(erp['customer_id']))
  })
  return [
    ...repeat(4, [...PERSON_DIFFERENCES, moved]),
    ...repeat(5, [EMPTY_BIRTHDAY]),
    ...repeat(80, PERSON_SPELLINGS),
  ]
}

const COMPANY_DIFFERENCES = [
  differing('name', ({ erp }) => {
    erp['name1'] = `${text(erp, 'name1')} i. L.`
  }),
  differing('city', ({ erp }) => {
    erp['city'] = `Neu-${text(erp, 'city')}`
  }),
  differing('creditLimit', ({ erp }) => {
    erp['credit_limit_cents'] = Number(erp['credit_limit_cents']) + 50_000
  }),
  differing('status', ({ erp }) => {
    erp['status'] = erp['status'] === 'A' ? 'H' : 'A'
  }),
  differing('segments', ({ erp }) => {
    erp['segment_codes'] = 'ONLINE;WHOLESALE'
  }),
  differing('blocked', ({ erp }) => {
    erp['blocked'] = 1 - Number(erp['blocked'])
  }),
]

const PERSON_DIFFERENCES = [
  differing('phone', ({ erp }) => {
    erp['phone'] = '+49 30 555000'
  }),
  differing('jobTitle', ({ erp }) => {
    erp['position'] = 'Prokura'
  }),
  differing('language', ({ erp }) => {
    erp['language'] = erp['language'] === 'E' ? 'D' : 'E'
  }),
  differing('birthday', ({ erp }) => {
    erp['birth_date'] = '29.02.1984'
  }),
  differing('active', ({ erp }) => {
    erp['active'] = 1 - Number(erp['active'])
  }),
]

/** An amount with three decimals, left by an import; the ERP counts whole cents. */
const UNROUNDED_CREDIT = unrepresentable('creditLimit', ({ crm, erp }) => {
  erp['credit_limit_cents'] = 123_456
  crm.document['creditLimit'] = 1234.565
})

/** A code that no manual of the ERP explains. */
const UNKNOWN_STATUS = unrepresentable('status', ({ erp }) => {
  erp['status'] = 'Z'
})

/** What the ERP's old forms wrote for "no date". */
const EMPTY_BIRTHDAY = unrepresentable('birthday', ({ crm, erp }) => {
  crm.document['birthday'] = null
  erp['birth_date'] = '00.00.0000'
})

const COMPANY_SPELLINGS = [
  respelled('name', ({ erp }) => {
    erp['name1'] = respace(text(erp, 'name1'))
  }),
  respelled('city', ({ erp }) => {
    erp['city'] = decompose(text(erp, 'city'))
  }),
  respelled('email', ({ erp }) => {
    erp['email'] = recase(text(erp, 'email'))
  }),
  respelled('segments', ({ crm, erp }) => {
    crm.document['segments'] = ['EXPORT', 'KEY', 'VIP']
    erp['segment_codes'] = 'VIP;EXPORT;KEY'
  }),
]

const PERSON_SPELLINGS = [
  respelled('email', ({ erp }) => {
    erp['email'] = recase(text(erp, 'email'))
  }),
  respelled('lastName', ({ erp }) => {
    erp['last_name'] = respace(text(erp, 'last_name'))
  }),
  respelled('firstName', ({ erp }) => {
    erp['first_name'] = decompose(text(erp, 'first_name'))
  }),
]

function differing(field: string, apply: Trait['apply']): Trait {
  return { kind: 'differing', field, apply }
}

function respelled(field: string, apply: Trait['apply']): Trait {
  return { kind: 'respelled', field, apply }
}

function unrepresentable(field: string, apply: Trait['apply']): Trait {
  return { kind: 'unrepresentable', field, apply }
}

/** Accents as marks of their own, as some keyboards send them; white space where there is no accent. */
function decompose(line: string): string {
  const decomposed = line.normalize('NFD')
  return decomposed === line ? respace(line) : decomposed
}

function text(row: ErpRow, column: string): string {
  return String(row[column])
}

function repeat<T>(times: number, list: readonly T[]): T[] {
  return Array.from({ length: times }, () => list).flat()
}
