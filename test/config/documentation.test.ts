import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { describe, expect, test } from 'vitest'
import { compose } from '../../src/config/compose.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { entity } from '../../src/config/schema/entity.ts'
import { field } from '../../src/config/schema/field.ts'
import { system } from '../../src/config/schema/system/system.ts'
import { PRESETS } from '../../src/core/policy/preset.ts'
import { CATALOGUE } from '../../src/mapping/lenses/catalogue.ts'
import { z } from 'zod'
import { ENV, folderWith, load } from './example.ts'

const page = readFileSync('docs/configuration.md', 'utf8')
const plain = page.replaceAll(/ +/g, ' ')

describe('docs/configuration.md', () => {
  test('[C2] shows a configuration that has no fault', () => {
    const [, yaml = ''] = /```yaml\n(.*?)```/s.exec(page) ?? []
    expect(load(yaml, { env: ENV }).entities.map(({ name }) => name)).toEqual(['company'])
  })

  test.each(CATALOGUE)(
    '[M8] tells of the lens $name what it means',
    ({ name, meaning, example }) => {
      expect(plain).toContain(`| \`${name}\` | ${meaning} | \`${example}\` |`)
    },
  )

  test('[C4] names every key of an entity and a field', () => {
    const keysOf = (schema: z.ZodType): readonly string[] =>
      Object.keys(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }).properties ?? {})
    const keys = [...keysOf(entity(undefined)), ...keysOf(field(undefined))]
    expect(
      keys.filter((key) => !plain.includes(`\`${key}\``) && !plain.includes(`\`${key}:\``)),
    ).toEqual([])
  })

  test('[C11] names every preset', () => {
    const names = Object.keys(PRESETS).filter((name) => !name.endsWith('-master'))
    expect(names.filter((name) => !plain.includes(`| \`${name}\` |`))).toEqual([])
  })

  test('[C2] names every type of system', () => {
    const types = system.options.map((option) => option.shape.type.value)
    expect(types.filter((type) => !plain.includes(`| \`${type}\` |`))).toEqual([])
  })
})

describe('configurations that ship or show something', () => {
  const files = globSync('{demo,bench,examples}/**/bilateral.yaml')

  test('[C2] there are some', () => {
    expect(files.length).toBeGreaterThan(0)
  })

  test.each(files)('[C2] %s has no fault, and its systems can do what it asks', async (path) => {
    const names = [...readFileSync(path, 'utf8').matchAll(/\$\{env:(\w+)/g)].map(
      ([, name = '']) => name,
    )
    const env = Object.fromEntries(
      names.map((name) => [
        name,
        name.endsWith('URL') ? 'http://127.0.0.1:9' : join(folderWith({}), name),
      ]),
    )
    const config = loadConfig({ path, cwd: process.cwd(), env })
    const pairing = await compose({ ...config, memory: { kind: 'sqlite', file: ':memory:' } })
    await pairing.close()
    expect(pairing.entities.length).toBeGreaterThan(0)
  })
})
