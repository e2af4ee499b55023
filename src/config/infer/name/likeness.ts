/** Words that mean the same thing in different systems; the first of each is what we call it. */
const SYNONYMS: readonly (readonly string[])[] = [
  [
    'company',
    'account',
    'customer',
    'organisation',
    'organization',
    'client',
    'firm',
    'debtor',
    'business',
    'partner',
  ],
  ['person', 'people', 'contact', 'user', 'employee', 'staff', 'member', 'individual', 'party'],
  ['product', 'item', 'article', 'sku', 'good'],
  ['order', 'purchase', 'sale', 'deal', 'opportunity'],
  ['invoice', 'bill'],
  ['supplier', 'vendor', 'creditor'],
  ['group', 'team', 'department'],
  ['phone', 'telephone', 'tel', 'mobile'],
  ['email', 'mail'],
  ['zip', 'postcode', 'postal', 'plz'],
  ['city', 'town', 'locality'],
  ['number', 'no', 'nr', 'num'],
  ['surname', 'last', 'family'],
  ['first', 'given', 'forename'],
  ['birthday', 'birth', 'dob', 'born'],
  ['title', 'position', 'role'],
  ['country', 'iso2', 'nation'],
  ['price', 'amount', 'cents'],
  ['state', 'status'],
  ['language', 'lang', 'locale'],
  ['street', 'address'],
]

const WORDS = new Map(SYNONYMS.flatMap((group) => group.map((word) => [word, group[0] ?? word])))

/** The words of a name, singular and in the one form of their meaning: `creditLimit_cents` has three. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => /\p{L}/u.test(word))
    .map((word) => meaningOf(word.toLowerCase().replace(/(?<=\p{L}{3})\d+$/u, '')))
}

function meaningOf(word: string): string {
  const one = singular(word)
  return WORDS.get(word) ?? WORDS.get(one) ?? one
}

/** The singular of an English noun, as far as endings tell. */
export function singular(word: string): string {
  if (/ies$/i.test(word) && word.length > 4) return `${word.slice(0, -3)}y`
  if (/(?:ss|us|is)$/i.test(word)) return word
  if (/(?:sh|ch|x|s)es$/i.test(word)) return word.slice(0, -2)
  return /s$/i.test(word) && word.length > 3 ? word.slice(0, -1) : word
}

/** How much two names say the same: 1 for the same words, 0 for none in common. */
export function likenessOf(left: string, right: string): number {
  const [a, b] = [new Set(wordsOf(left)), new Set(wordsOf(right))]
  if (a.size === 0 || b.size === 0) return 0
  return (2 * a.intersection(b).size) / (a.size + b.size)
}
