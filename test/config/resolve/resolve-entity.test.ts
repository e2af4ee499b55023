import { describe, expect, test } from 'vitest'
import type { EntityConfig, FieldConfig } from '../../../src/config/config.ts'
import { describeSource } from '../../../src/config/resolve/rule-source.ts'
import type { Sourced } from '../../../src/config/resolve/rule-source.ts'
import { DEFAULT_GUARDS } from '../../../src/core/plan/guard.ts'
import { PRESETS } from '../../../src/core/policy/preset.ts'
import { EXAMPLE, change, load } from '../example.ts'

/** An answer and who gave it, as people read both. */
const told = <T>({ value, source }: Sourced<T>): readonly [T, string] => [
  value,
  describeSource(source),
]

/** What a small pairing says beside its necessities. */
interface Said {
  readonly entity?: string
  readonly field?: string
  readonly file?: string
}

/** The only entity of a small pairing. Its field stands on line 10, its own words from 11 on, the file's after them. */
function entityOf({ entity = '', field = '', file = '' }: Said = {}): EntityConfig {
  const [only] = load(`version: 1
name: small
systems:
  crm: { type: sql, database: crm.db, collections: { accounts: { id: id } } }
  erp: { type: sql, database: erp.db, collections: { customers: { id: id } } }
entities:
  company:
    crm: accounts
    erp: customers
    fields: { name: { crm: name, erp: name${field} } }
    match: []
${entity}
${file}`).entities
  if (only === undefined) throw new Error('there is no entity')
  return only
}

function fieldOf(said: Said): FieldConfig {
  const [only] = entityOf(said).fields
  if (only === undefined) throw new Error('there is no field')
  return only
}

describe('who answers', () => {
  test('[C11] where nobody says anything, two-way holds', () => {
    const { presence, preset } = entityOf()
    expect(told(preset)).toEqual(['two-way', 'preset two-way'])
    expect(told(presence.deleted.a)).toEqual(['propagate', 'preset two-way'])
    expect(told(fieldOf({}).owner)).toEqual(['both', 'preset two-way'])
  })

  test('[C11] the words of an entity come before the preset it names', () => {
    const { presence } = entityOf({
      entity: '    extends: mirror\n    deletes: { erp: keep }\n    unmatched: ask',
    })
    expect(told(presence.deleted.b)).toEqual(['keep', 'entities.company.deletes.erp (line 13)'])
    expect(told(presence.deleted.a)).toEqual([
      'propagate',
      'entities.company.extends: mirror (line 12)',
    ])
    expect(told(presence.created.b)).toEqual(['ask', 'entities.company.unmatched (line 14)'])
  })

  test('[C11] a preset that is named comes before `defaults`', () => {
    const said = {
      entity: '    extends: contribute',
      file: 'defaults: { deletes: propagate, otherEdits: ask, policy: union }',
    }
    const by = 'entities.company.extends: contribute (line 12)'
    expect(told(entityOf(said).presence.deleted.a)).toEqual(['keep', by])
    expect(told(fieldOf(said).policy)).toEqual([{ kind: 'ask' }, by])
  })

  test.each(['', '    extends: two-way'])(
    '[C11] `defaults` come before two-way, be it named or not: %j',
    (entity) => {
      const file =
        'defaults: { deletes: { crm: ask }, policy: union, matrix: { created/created: erp } }'
      const { presence } = entityOf({ entity, file })
      expect(told(presence.deleted.a)).toEqual(['ask', 'defaults.deletes.crm (line 13)'])
      expect(presence.deleted.b.value).toBe('propagate')
      expect(told(presence.createdBoth)).toEqual([
        { kind: 'take', side: 'b' },
        'defaults.matrix.created/created (line 13)',
      ])
      expect(told(fieldOf({ entity, file }).policy)).toEqual([
        { kind: 'union' },
        'defaults.policy (line 13)',
      ])
    },
  )

  test('[C11] the words of a field come before everything', () => {
    const field = fieldOf({
      entity: '    extends: crm-master',
      field: ', owner: erp, otherEdits: keep',
      file: 'defaults: { otherEdits: ask }',
    })
    expect(told(field.owner)).toEqual(['b', 'entities.company.fields.name.owner (line 10)'])
    expect(told(field.otherEdits)).toEqual([
      'keep',
      'entities.company.fields.name.otherEdits (line 10)',
    ])
  })

  test.each([
    ['crm', 'a'],
    ['erp', 'b'],
  ] as const)('[C11] %s-master is the preset in which side %s leads', (system, side) => {
    const entity = `    extends: ${system}-master`
    const { presence, preset } = entityOf({ entity })
    const master = PRESETS[`${side}-master`]
    expect(preset.value).toBe(`${system}-master`)
    expect(fieldOf({ entity }).owner.value).toBe(side)
    expect([presence.deleted.a.value, presence.deleted.b.value]).toEqual([
      master?.presence.deleted.a,
      master?.presence.deleted.b,
    ])
  })

  test.each(Object.entries(PRESETS))('[C11] %s answers as it says', (name, preset) => {
    const entity = `    extends: ${name}`
    const { owner, otherEdits, policy } = fieldOf({ entity })
    expect([owner.value, otherEdits.value, policy.value]).toEqual([
      preset.field.owner,
      preset.field.otherEdits,
      preset.field.policy,
    ])
    const { presence } = entityOf({ entity })
    expect({
      created: { a: presence.created.a.value, b: presence.created.b.value },
      deleted: { a: presence.deleted.a.value, b: presence.deleted.b.value },
      updatedDeleted: presence.updatedDeleted.value,
      deletedUpdated: presence.deletedUpdated.value,
      createdBoth: presence.createdBoth.value,
    }).toEqual(preset.presence)
  })

  test('[C11] each guard is that of the entity, else of the file, else the default', () => {
    const { guards } = entityOf({
      entity: '    guards: { maxDelete: 1 }',
      file: 'guards: { maxDelete: 2, maxUpdate: 3% }',
    })
    expect(told(guards.deletes)).toEqual([
      { ratioMax: 0, countFloor: 1 },
      'entities.company.guards.maxDelete (line 12)',
    ])
    expect(told(guards.updates)).toEqual([
      { ratioMax: 0.03, countFloor: 0 },
      'guards.maxUpdate (line 13)',
    ])
    expect(told(guards.recordsMin)).toEqual([DEFAULT_GUARDS.recordsMin, 'default minRecords'])
  })
})

describe('what a word means', () => {
  test('[C12] every answer of a file names a line on which its last word stands', () => {
    const lines = EXAMPLE.split('\n')
    const [company] = load(EXAMPLE).entities
    const answers = [
      ...(company?.fields ?? []).flatMap((field) => [field.owner, field.otherEdits, field.policy]),
      ...Object.values(company?.guards ?? {}),
    ].filter(({ source }) => source.line !== undefined)
    expect(answers.length).toBeGreaterThan(10)
    for (const { source } of answers) {
      const word = source.rule.split(': ')[0]?.split('.').at(-1) ?? ''
      expect(lines[(source.line ?? 0) - 1]).toContain(`${word}:`)
    }
  })

  test('[C12] `create` is what the law says by itself', () => {
    const { presence } = entityOf({ entity: '    unmatched: { crm: create, erp: remove }' })
    expect([presence.created.a.value, presence.created.b.value]).toEqual(['propagate', 'remove'])
  })

  test('[C12] one word stands for both sides', () => {
    const { deleted } = entityOf({ entity: '    deletes: ask' }).presence
    const answer = ['ask', 'entities.company.deletes (line 12)']
    expect([told(deleted.a), told(deleted.b)]).toEqual([answer, answer])
  })

  test('[C12] a list of writes allows those and no other; without a list all are allowed', () => {
    const { allow } = entityOf({ entity: '    allow: { erp: [create] }' })
    const by = 'entities.company.allow.erp (line 12)'
    expect([told(allow.b.create), told(allow.b.delete)]).toEqual([
      [true, by],
      [false, by],
    ])
    expect(told(allow.a.delete)).toEqual([true, 'default allow'])
  })

  test('[C12] a match rule is called by its paths', () => {
    const [company] = load(EXAMPLE).entities
    expect(company?.match.map(({ name, then, source }) => [name, then, source.line])).toEqual([
      ['crm.externalRef = erp.customer_no', 'link', 54],
      ['crm.email+city = erp.mail+town', 'review', 55],
    ])
  })

  test.each([
    'as: ref(company)',
    'as: "ref( company )"',
    'as: [ref(company)]',
    'as: { ref: company }',
    'as: [{ ref: company }]',
  ])('[C12] %s refers to an entity, and the mapping takes the value as an id', (as) => {
    const text = change(EXAMPLE, 'as: ref(company)', as)
    const field = load(text).entities[1]?.fields.find(({ name }) => name === 'company')
    expect(field).toMatchObject({ refersTo: 'company', required: true, spec: { as: 'id' } })
  })
})
