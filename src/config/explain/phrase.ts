import { Secret } from '../../core/secret.ts'
import { looksSecret } from '../secrets/secret-place.ts'

/** How many words a sentence lists. */
const WORDS_LISTED_MAX = 30

/** How much of a value a sentence shows, in characters. */
const VALUE_SHOWN_MAX = 60

const NOUNS: ReadonlyMap<string, string> = new Map([
  ['string', 'a text'],
  ['number', 'a number'],
  ['int', 'a whole number'],
  ['boolean', 'true or false'],
  ['array', 'a list'],
  ['object', 'a map (key: value)'],
  ['record', 'a map (key: value)'],
])

/** What people call a type of value. */
export function nounOf(expected: string): string {
  return NOUNS.get(expected) ?? expected
}

/** Lists words as a sentence does: `revert, keep, ask`. */
export function listWords(words: readonly string[]): string {
  const shown = words.slice(0, WORDS_LISTED_MAX)
  return [...shown, ...(words.length > shown.length ? ['…'] : [])].join(', ')
}

/** Says that something else is wanted where this value stands, or where nothing does. */
export function describeWish(wish: string, input: unknown): string {
  if (input === undefined) return `is missing; it is ${wish}`
  if (input === null) return `has no value; it is ${wish}`
  return `has to be ${wish}, not ${describeValue(input)}`
}

/** Shows a value briefly; what is or looks like a secret never. */
export function describeValue(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (value instanceof Secret) return String(value)
  if (typeof value === 'object' && value !== null) return 'a map'
  if (typeof value === 'string' && looksSecret(value)) return '***'
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value)
  return text.length > VALUE_SHOWN_MAX ? `${text.slice(0, VALUE_SHOWN_MAX)}…` : text
}
