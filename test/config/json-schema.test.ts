import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { SCHEMA_FILE, renderSchema } from '../../scripts/config-schema.ts'
import { readSource } from '../../src/config/source/read-source.ts'
import { EXAMPLE, change } from './example.ts'

const committed = readFileSync(SCHEMA_FILE, 'utf8')

describe('the description for editors', () => {
  const schema = z.fromJSONSchema(simplify(JSON.parse(committed)) as FromJson)
  const accepts = (text: string): boolean =>
    schema.safeParse(readSource(new TextEncoder().encode(text), 'x').tree).success

  test('[C17] is that of the code: run `npm run schema`', async () => {
    expect(await renderSchema()).toBe(committed)
  })

  test('[C17] accepts the example', () => {
    expect(accepts(EXAMPLE)).toBe(true)
  })

  test.each([
    ['an unknown key at the top', 'version: 1', 'version: 1\nverison: 1'],
    ['an unknown key of a call', 'items: data\n          page', 'itmes: data\n          page'],
    ['an unknown word', 'otherEdits: revert', 'otherEdits: revrt'],
    ['an unknown type of system', 'type: sql', 'type: sqll'],
    ['a missing key', 'granularity: 1s, lateness: 1m', 'lateness: 1m'],
    ['a literal secret', '"${env:CRM_TOKEN}"', 'canary'],
  ])('[C17] refuses %s', (_, from, to) => {
    expect(accepts(change(EXAMPLE, from, to))).toBe(false)
  })

  test('[C17] says of every key of an entity and a field what it is for', () => {
    const { properties } = JSON.parse(committed) as {
      readonly properties: Readonly<Record<string, unknown>>
    }
    const entity = (properties['entities'] as { readonly additionalProperties: Description })
      .additionalProperties
    const field = (
      entity.properties['fields'] as unknown as { readonly additionalProperties: Description }
    ).additionalProperties
    for (const { properties: keys } of [entity, field]) {
      expect(Object.keys(keys).length).toBeGreaterThan(5)
      for (const [key, { description }] of Object.entries(keys))
        expect([key, description]).not.toContain(undefined)
    }
  })
})

type FromJson = Parameters<typeof z.fromJSONSchema>[0]

/** Leaves out what this reader of JSON Schema does not know: classes of letters, and `oneOf` about keys alone. */
function simplify(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(simplify)
  if (typeof node !== 'object' || node === null) return node
  const known = Object.entries(node).filter(([key, value]) => {
    if (key === 'pattern') return !String(value).includes(String.raw`\p{`)
    return key !== 'oneOf' || !JSON.stringify(value).startsWith('[{"required"')
  })
  return Object.fromEntries(known.map(([key, value]) => [key, simplify(value)]))
}

interface Description {
  readonly properties: Readonly<Record<string, { readonly description?: string }>>
}
