import { asQuestion, comment, inline, key } from './yaml-text.ts'
import type { DescribedCollection, DescribedSystem } from '../describe-system.ts'
import type { Value } from '../../../core/value.ts'

/** Writes a system and its collections, with what was seen of each. */
export function writeSystem({
  name,
  declaration,
  collections,
}: DescribedSystem): readonly string[] {
  return [
    `  ${key(name)}:`,
    ...Object.entries(declaration).map(([part, value]) => `    ${key(part)}: ${inline(value)}`),
    '    collections:',
    ...collections.flatMap(writeCollection),
  ]
}

function writeCollection(collection: DescribedCollection): readonly string[] {
  const { name, declaration, evidence, untried, sample } = collection
  const count = sample.records.length
  const read = sample.whole
    ? `${String(count)} records`
    : `the first ${String(count)} records were read`
  return [
    ...comment(read, '      '),
    `      ${key(name)}:`,
    ...Object.entries(declaration).flatMap(([part, value]) => [
      ...(evidence[part] === undefined ? [] : comment(evidence[part], '        ')),
      ...writePart(part, value),
    ]),
    ...writeUntried(untried),
  ]
}

/** A long declaration takes a line for each of its parts. */
function writePart(part: string, value: Value): readonly string[] {
  const short = `        ${key(part)}: ${inline(value)}`
  if (short.length <= LINE_COLUMNS_MAX || typeof value !== 'object' || value === null)
    return [short]
  return [
    `        ${key(part)}:`,
    ...Object.entries(value).map(
      ([inner, member]: [string, Value]) => `          ${key(inner)}: ${inline(member)}`,
    ),
  ]
}

const LINE_COLUMNS_MAX = 100

function writeUntried(untried: DescribedCollection['untried']): readonly string[] {
  const parts = Object.entries(untried)
  if (parts.length === 0) return []
  return [
    ...comment(
      UNTRIED[parts.some(([part]) => part === 'create') ? 'writes' : 'columns'],
      '        ',
    ),
    ...parts.map(([part, value]) => asQuestion(`        ${key(part)}: ${inline(value)}`)),
  ]
}

const UNTRIED = {
  writes:
    'Only reads were tried: until these are uncommented, nothing is ever written here. Whether a stale If-Match is refused was not tried either.',
  columns:
    'Uncomment version only if every write of a row raises it (a trigger does), externalKey only if it may take a value of our choice.',
} as const
