import { z } from 'zod'
import { findNearest } from '../../mapping/notation/nearest.ts'
import { describeValue, describeWish, listWords, nounOf } from './phrase.ts'

type RawIssue = z.core.$ZodRawIssue

/** Words of other tools, and the word here. */
const OTHER_WORDS: ReadonlyMap<string, string> = new Map([
  ['conflict', 'policy'],
  ['connections', 'systems'],
  ['delete', 'deletes'],
  ['endpoints', 'collections'],
  ['etag', 'token'],
  ['file', 'database'],
  ['lens', 'as'],
  ['master', 'owner'],
  ['minCount', 'minRecords'],
  ['mode', 'extends'],
  ['modified', 'stamp'],
  ['path', 'database'],
  ['preset', 'extends'],
  ['revision', 'token'],
  ['sides', 'systems'],
  ['state', 'memory'],
  ['store', 'memory'],
  ['tables', 'collections'],
  ['transform', 'as'],
])

/**
 * Says in a sentence what a schema found wrong; give it to `safeParse` as `error`. Several unknown keys get one line
 * each, in the order of the issue. A message that a schema has of its own stands instead.
 */
export function describeIssue(issue: RawIssue): string {
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(issue.inst)
    const free = known.filter((key) => !Object.hasOwn(issue.input ?? {}, key))
    return issue.keys.map((key) => describeUnknownKey(key, free, known)).join('\n')
  }
  if (issue.code === 'invalid_type') return describeWish(nounOf(issue.expected), issue.input)
  if (issue.code === 'invalid_value') return describeWord(issue.input, issue.values.map(String))
  if (issue.code === 'invalid_union') return describeChoice(issue)
  if (issue.code === 'too_small' || issue.code === 'too_big') return describeBound(issue)
  return 'is not valid here'
}

function knownKeys(schema: unknown): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : []
}

/** A map whose kind is told by one of its words, and is none of those that there are. */
function describeChoice(issue: Extract<RawIssue, { readonly code: 'invalid_union' }>): string {
  const {
    discriminator = '',
    options = [],
    input = {},
  } = issue as {
    readonly discriminator?: string
    readonly options?: readonly unknown[]
    readonly input?: Readonly<Record<string, unknown>>
  }
  const word = describeWord(input[discriminator], options.map(String))
  if (input[discriminator] !== undefined) return word
  const meant = findNearest(discriminator, Object.keys(input))
  return meant === undefined ? word : `${word}; is "${meant}" meant to be it?`
}

function describeBound(
  issue: Extract<RawIssue, { readonly code: 'too_small' | 'too_big' }>,
): string {
  const { input } = issue
  return issue.code === 'too_small'
    ? `${describeValue(input)} is too small; the least is ${String(issue.minimum)}`
    : `${describeValue(input)} is too large; the most is ${String(issue.maximum)}`
}

/** A key that stands there already was hardly meant a second time, unless nothing else is like it. */
function describeUnknownKey(
  key: string,
  free: readonly string[],
  known: readonly string[],
): string {
  const synonym = OTHER_WORDS.get(key)
  const meant =
    synonym !== undefined && known.includes(synonym)
      ? synonym
      : (findNearest(key, free) ?? findNearest(key, known))
  if (meant !== undefined) return `unknown key; did you mean "${meant}"?`
  return known.length === 0 ? 'unknown key' : `unknown key; there are ${listWords(known)}`
}

/** A value that is none of the words that can stand here. */
function describeWord(input: unknown, words: readonly string[]): string {
  const choice = listWords(words)
  if (words.length === 1) return describeWish(choice, input)
  if (typeof input !== 'string') return describeWish(`one of ${choice}`, input)
  const meant = findNearest(input, words)
  const hint = meant === undefined ? '' : `; did you mean "${meant}"?`
  return `${describeValue(input)} is none of ${choice}${hint}`
}
