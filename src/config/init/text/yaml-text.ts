import type { Scalar, Value } from '../../../core/value.ts'
import { isList } from '../../../core/value.ts'
import { stringify } from 'yaml'

/** How wide comments are. */
export const COMMENT_COLUMNS_MAX = 100

/** A value on one line of YAML: `{ crm: name, as: [trim, lower] }`. */
export function inline(value: Value): string {
  if (typeof value !== 'object' || value === null) return scalar(value)
  if (isList(value)) return `[${value.map(inline).join(', ')}]`
  const members = Object.entries(value).map(
    ([name, member]) => `${scalar(name)}: ${inline(member)}`,
  )
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`
}

/** Within a list on one line more has to be quoted than elsewhere, and never less. */
function scalar(value: Scalar): string {
  const options = { collectionStyle: 'flow', lineWidth: 0, singleQuote: true } as const
  return stringify([value], { ...options, flowCollectionPadding: false })
    .trim()
    .slice(1, -1)
}

/** A key of a block. */
export function key(name: string): string {
  return inline(name)
}

/** Text as comment lines; whatever it holds, it cannot end the comment. */
export function comment(text: string, indent: string): readonly string[] {
  const lines: string[] = []
  let line = `${indent}#`
  for (const word of text.split(/[\s\p{Cc}\u2028\u2029]+/u)) {
    if (line.length + 1 + word.length > COMMENT_COLUMNS_MAX && !line.endsWith('#')) {
      lines.push(line)
      line = `${indent}#`
    }
    line += ` ${word}`
  }
  return [...lines, line]
}

/** A line that holds as soon as `# ? ` is taken away; what is a comment already stays as it is. */
export function asQuestion(line: string): string {
  const [indent = ''] = /^ */.exec(line) ?? []
  return line === '' || line.startsWith('#', indent.length)
    ? line
    : `${indent}# ? ${line.slice(indent.length)}`
}

/** A share for people. */
export function percent(share: number): string {
  return share > 0.99 && share < 1 ? '99 %' : `${String(Math.round(share * 100))} %`
}
