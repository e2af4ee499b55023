import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { entity } from '../../src/config/schema/entity.ts'
import { field } from '../../src/config/schema/field.ts'
import { system } from '../../src/config/schema/system/system.ts'
import { PRESETS } from '../../src/core/policy/preset.ts'
import { CATALOGUE } from '../../src/mapping/lenses/catalogue.ts'
import { z } from 'zod'
import { ENV, load } from './example.ts'

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
