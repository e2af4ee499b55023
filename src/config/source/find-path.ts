import type { KeyPath } from './key-path.ts'

/**
 * Turns a path that was written as text, such as `fields.price.as[1]`, into keys, by following it through the data below
 * `within`. It leads as far as the text names what is there; keys may hold dots.
 */
export function findPath(tree: unknown, within: KeyPath, text: string): KeyPath {
  const start = within.reduce<unknown>(
    (node, part) => (node as Readonly<Record<string | number, unknown>> | undefined)?.[part],
    tree,
  )
  return [...within, ...follow(start, text)]
}

function follow(node: unknown, text: string): KeyPath {
  if (typeof node !== 'object' || node === null) return []
  const index = /^\[(\d+)\]/.exec(text)
  if (index !== null && Array.isArray(node)) {
    const at = Number(index[1])
    return [at, ...follow(node[at] as unknown, text.slice(index[0].length))]
  }
  const rest = text.startsWith('.') ? text.slice(1) : text
  const key = Object.keys(node)
    .filter(
      (name) => name !== '' && rest.startsWith(name) && /^(?:$|[.[])/.test(rest.slice(name.length)),
    )
    .reduce((longest, name) => (name.length > longest.length ? name : longest), '')
  if (key === '') return []
  return [key, ...follow((node as Readonly<Record<string, unknown>>)[key], rest.slice(key.length))]
}
