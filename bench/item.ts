/** What a record of the workload says: 10 texts, a number and two tags. */
export interface ItemFields {
  readonly name: string
  readonly email: string
  readonly phone: string
  readonly street: string
  readonly zip: string
  readonly city: string
  readonly country: string
  readonly company: string
  readonly title: string
  readonly note: string
  readonly balance: number
  readonly tags: readonly [string, string]
}

/** A record of the workload: 14 fields, 391 bytes of JSON on average. */
export interface Item extends ItemFields {
  /** 16 hexadecimal digits. */
  readonly id: string
  /** RFC 3339 in UTC with milliseconds. */
  readonly updatedAt: string
}

/** Numbers from 0 to 2^32 − 1, the same for the same seed. */
type Numbers = () => number

/** Mulberry32 over `seed`. */
export function createNumbers(seed: number): Numbers {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
}

const FIRST_MS = Date.UTC(2024, 0, 1)
const SPAN_MS = 700 * 86_400_000

/** The record with this number in the world of `seed`; it does not depend on how many there are. */
export function createItem(seed: number, number: number): Item {
  const next = createNumbers(Math.imul(seed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b))
  const pick = (list: readonly string[]): string => list[next() % list.length] ?? ''
  const [first, last] = [pick(FIRST_NAMES), pick(LAST_NAMES)]
  const [zip = '', city = '', country = ''] = pick(PLACES).split('|')
  return {
    id: toHex(next()) + toHex(next()),
    name: `${first} ${last}`,
    email: `${first}.${last}.${number}@office.example`.toLowerCase(),
    phone: `+49 ${100 + (next() % 900)} ${1_000_000 + (next() % 9_000_000)}`,
    street: `${pick(STREETS)} ${1 + (next() % 200)}`,
    zip,
    city,
    country,
    company: `${pick(LAST_NAMES)} ${pick(TRADES)}`,
    title: pick(TITLES),
    note: Array.from({ length: 9 }, () => pick(WORDS)).join(' '),
    balance: (next() % 10_000_000) / 100,
    tags: [pick(TAGS), `t${next() % 1000}`],
    updatedAt: new Date(FIRST_MS + (next() / 2 ** 32) * SPAN_MS).toISOString(),
  }
}

function toHex(number: number): string {
  return number.toString(16).padStart(8, '0')
}

const words = (text: string): string[] => text.split(',')

const FIRST_NAMES = words('Anna,Bernd,Clara,David,Elena,Felix,Greta,Henrik,Ines,Jonas,Katrin,Lars')
const LAST_NAMES = words(
  'Albers,Brandt,Conrad,Dreyer,Ebert,Fischer,Graf,Hansen,Iversen,Jansen,Keller',
)
const STREETS = words('Hauptstrasse,Bahnhofstrasse,Gartenweg,Lindenallee,Marktplatz,Schulstrasse')
const PLACES = words('10115|Berlin|DE,20095|Hamburg|DE,1010|Wien|AT,8001|Zurich|CH,75011|Paris|FR')
const TRADES = words('Maschinenbau GmbH,Logistik AG,Software GmbH,Handel KG,Druck GmbH')
const TITLES = words('Head of Sales,Buyer,Accountant,Engineer,Project Manager,Consultant,Director')
const WORDS = words(
  'customer,since,prefers,delivery,invoice,by,mail,before,noon,contract,renewed,in,spring',
)
const TAGS = words('north,south,east,west,export,retail,online,public')
