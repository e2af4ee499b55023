import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../src/config/source/complaint.ts'
import { describePath } from '../../src/config/source/key-path.ts'
import type { KeyPath } from '../../src/config/source/key-path.ts'
import { readSource } from '../../src/config/source/read-source.ts'
import type { Source } from '../../src/config/source/source.ts'
import { EXAMPLE, load } from './example.ts'

type Tree = Readonly<Record<string, unknown>>

const sourceOf = (text: string): Source => readSource(new TextEncoder().encode(text), 'x')
const tree = sourceOf(EXAMPLE).tree as Tree

/** Keys that users choose, or whose meaning only a system knows: below these paths a key may be anything. */
const FREE = [
  /^systems\.\w+\.collections\.\w+\.\w+\.(query|body|when)[.[]/,
  /^systems\.\w+\.headers\.\w+$/,
  /^systems\.\w+\.collections\.\w+$/,
  /^systems\.\w+$/,
  /^entities\.\w+$/,
  /^entities\.\w+\.fields\.\w+$/,
  /^entities\.\w+\.fields\.\w+\.(crm|erp)\.\w+$/,
]

/** Every key of the example that the format knows. */
function keysOf(node: unknown, path: KeyPath = []): readonly KeyPath[] {
  if (Array.isArray(node)) return node.flatMap((item, at) => keysOf(item, [...path, at]))
  if (typeof node !== 'object' || node === null) return []
  return Object.entries(node).flatMap(([key, value]) => {
    const inner = [...path, key]
    const isFree = FREE.some((pattern) => pattern.test(describePath(inner)))
    return [...(isFree ? [] : [inner]), ...keysOf(value, inner)]
  })
}

/** The example with one key called differently, in place, as JSON. */
function rename(node: unknown, [head, ...rest]: KeyPath, to: string): unknown {
  if (Array.isArray(node))
    return node.map((item: unknown, at) => (at === head ? rename(item, rest, to) : item))
  return Object.fromEntries(
    Object.entries(node as Tree).map(([key, value]) => {
      if (key !== head) return [key, value]
      return rest.length === 0 ? [to, value] : [key, rename(value, rest, to)]
    }),
  )
}

const typo = (key: string): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.nat(key.length - 1),
      fc.constantFrom('drop', 'double', 'swap', 'replace'),
      fc.constantFrom('a', 'b', 'c', 'x', 'y', 'z'),
    )
    .map(([at, how, letter]) => {
      const [before, char = '', after] = [key.slice(0, at), key[at], key.slice(at + 1)]
      if (how === 'drop') return before + after
      if (how === 'double') return before + char + char + after
      if (how === 'replace') return before + letter + after
      return before + after.slice(0, 1) + char + after.slice(1)
    })
    .filter((word) => word !== key && word !== '')

const keys = keysOf(tree)
const slip = fc
  .constantFrom(...keys)
  .chain((path) => fc.record({ path: fc.constant(path), to: typo(String(path.at(-1))) }))
  .filter(({ path, to }) => !hasKey(path, to))

/** Whether the key that a slip leads to stands beside it already, or is another word of the format there. */
function hasKey(path: KeyPath, to: string): boolean {
  const beside = path.slice(0, -1).reduce<unknown>((node, part) => (node as Tree)[part], tree)
  return Object.hasOwn(beside as object, to)
}

function complaintsAbout(text: string): ConfigError['complaints'] {
  try {
    load(text)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return error.complaints
    throw error
  }
}

describe('a slip of the pen', () => {
  test('[C4] there are keys to slip on', () => {
    expect(keys.length).toBeGreaterThan(120)
  })

  test('[C4] any mistyped key is refused where it stands, and the key that was meant is named', () => {
    fc.assert(
      fc.property(slip, ({ path, to }) => {
        const key = String(path.at(-1))
        const wrong = describePath([...path.slice(0, -1), to])
        const text = JSON.stringify(rename(tree, path, to), null, 1)
        const complaints = complaintsAbout(text)
        if (key === 'type') {
          // The type tells which other keys there are, so that nothing else is said of a system without one.
          const reasons = complaints.map(({ reason }) => reason)
          expect(reasons).toEqual([expect.stringContaining(`is "${to}" meant to be it?`)])
          return
        }
        const about = complaints.find((complaint) => describePath(complaint.path) === wrong)
        expect(about?.reason ?? complaints).toMatch(/^unknown key; (did you mean|there are) /)
        if (key.length > 3) expect(about?.reason).toContain(key)
        expect(about?.line).toBe(sourceOf(text).placeOf([...path.slice(0, -1), to])?.key.line)
      }),
    )
  })
})
