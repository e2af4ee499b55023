import type { Fields, Value } from '../src/core/value.ts'
import type { Pair, SideBase } from '../src/core/pair.ts'
import type { Side } from '../src/core/side.ts'
import { bySide, otherSide } from '../src/core/side.ts'
import { canonicalText } from '../src/core/value.ts'

/** One thing that is remembered of a pair, and the memory without it. */
export interface Attribute {
  /** What it is, for people. */
  readonly meaning: string
  /** The pair as it is remembered without the attribute. */
  readonly drop: (pair: Pair) => Pair
}

/** Everything that is remembered of a pair, and what could stand in its place. */
export const ATTRIBUTES = {
  link: {
    meaning: 'which record is the counterpart of which',
    drop: (pair) => ({ ...pair, ids: {}, base: undefined }),
  },
  base: {
    meaning: 'what both sides said when they last agreed',
    drop: (pair) => ({ ...pair, base: undefined }),
  },
  'base of a': {
    meaning: 'the first side’s own base: the second side’s stands for both',
    drop: (pair) => onlyOne(pair, 'b'),
  },
  'base of b': {
    meaning: 'the second side’s own base: the first side’s stands for both',
    drop: (pair) => onlyOne(pair, 'a'),
  },
  values: {
    meaning: 'the content of the bases: their versions stay',
    drop: (pair) => withBases(pair, ({ token, previous }) => ({ fields: {}, token, previous })),
  },
  'field y': {
    meaning: 'the base of one field of two',
    drop: (pair) => withBases(pair, (base) => ({ ...base, fields: without(base.fields, 'y') })),
  },
  'plain text': {
    meaning: 'the values of the bases in readable form: a digest of each stays',
    drop: (pair) => withBases(pair, (base) => ({ ...base, fields: digestsOf(base.fields) })),
  },
  token: {
    meaning: 'the version at which each side said its base',
    drop: (pair) => withBases(pair, ({ fields, previous }) => ({ fields, previous })),
  },
  'previous token': {
    meaning: 'the version before that one',
    drop: (pair) => withBases(pair, ({ fields, token }) => ({ fields, token })),
  },
  intent: {
    meaning: 'the request that is about to be sent, or was sent and is not answered',
    drop: (pair) => without(pair, 'intent'),
  },
  target: {
    meaning: 'a merged value on its way to both sides',
    drop: (pair) => without(pair, 'target'),
  },
  conflict: {
    meaning: 'a question that waits for a person',
    drop: (pair) => without(pair, 'conflict'),
  },
  decree: {
    meaning: 'a person’s answer that waits for the next run',
    drop: (pair) => without(pair, 'decree'),
  },
  parking: {
    meaning: 'a write that a system refused for its content',
    drop: (pair) => without(pair, 'parking'),
  },
} as const satisfies Readonly<Record<string, Attribute>>

/** The name of something remembered. */
export type AttributeName = keyof typeof ATTRIBUTES

/** Where a digest begins: no user writes such a value. */
const DIGEST_PREFIX = '#digest '

/** A value that tells nothing but whether two values are equal. A digest is its own digest. */
export function digestOf(value: Value): string {
  if (typeof value === 'string' && value.startsWith(DIGEST_PREFIX)) return value
  return `${DIGEST_PREFIX}${canonicalText(value)}`
}

/** All but one member. */
function without<T extends object>(whole: T, name: string): T {
  const members = Object.entries(whole).filter(([key]) => key !== name)
  return Object.fromEntries(members) as T
}

function digestsOf(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, digestOf(value)]))
}

function onlyOne(pair: Pair, kept: Side): Pair {
  const { base } = pair
  if (base === undefined) return pair
  const shared = { ...base[otherSide(kept)], fields: base[kept].fields }
  return { ...pair, base: { ...base, [otherSide(kept)]: shared } }
}

function withBases(pair: Pair, change: (base: SideBase) => SideBase): Pair {
  const { base } = pair
  return base === undefined ? pair : { ...pair, base: bySide((side) => change(base[side])) }
}
