import { wordsOf } from './likeness.ts'

/** Words for what is given to a record so that it can be told from others. */
const GIVEN: ReadonlySet<string> = new Set(
  'id number code key ref reference vat iban ean gtin isbn uuid guid login username upn'.split(' '),
)

/** Words for what is usually one record's alone, although nobody gave it for that. */
const OWN: ReadonlySet<string> = new Set(['email', 'domain', 'website'])

/** Words beside which a number is none of the record itself. */
const OTHER: ReadonlySet<string> = new Set(['phone', 'fax', 'name', 'house', 'street', 'zip'])

/** How much a path sounds like what identifies a record: 1 what is given for it, 0.5 what usually does, 0 nothing. */
export function identityOf(path: string): number {
  const words = wordsOf(path)
  if (words.some((word) => OTHER.has(word))) return 0
  if (words.some((word) => GIVEN.has(word))) return 1
  return words.some((word) => OWN.has(word)) ? 0.5 : 0
}
