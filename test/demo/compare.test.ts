import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { compareSystems, isAgreed } from '../../demo/compare.ts'
import type { Comparison } from '../../demo/compare.ts'
import { createOffice, editEverySituation, editMany } from '../../demo/edits.ts'
import type { Edit } from '../../demo/edits.ts'
import { startCrm } from '../../demo/start-crm.ts'
import type { RunningCrm } from '../../demo/start-crm.ts'
import { seedSystems } from '../../demo/systems/seed.ts'
import type { SeedFacts } from '../../demo/systems/seed.ts'
import type { EntityFacts, Pair } from '../../demo/systems/seed/facts.ts'
import { createCrmUser, createErpUser } from '../../demo/users.ts'
import type { CrmUser, ErpUser } from '../../demo/users.ts'

interface World {
  readonly folder: string
  readonly erpPath: string
  readonly facts: SeedFacts
  readonly crm: RunningCrm
  readonly crmUser: CrmUser
  readonly erpUser: ErpUser
  readonly before: Comparison
}

let world: World

beforeAll(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'bilateral-demo-'))
  const [crmPath, erpPath] = [join(folder, 'crm.db'), join(folder, 'erp.db')]
  const facts = seedSystems({ crmPath, erpPath })
  const crm = await startCrm({ dbPath: crmPath, token: 'user', adminToken: 'operator' })
  const before = await compareSystems(crm, erpPath)
  const [crmUser, erpUser] = [createCrmUser(crm), createErpUser(erpPath)]
  world = { folder, erpPath, facts, crm, before, crmUser, erpUser }
})

afterAll(async () => {
  world.erpUser.close()
  await world.crm.stop()
  await rm(world.folder, { recursive: true })
})

const byKey = (a: { key: string }, b: { key: string }): number => (a.key < b.key ? -1 : 1)

function listDifferences({ pairs }: EntityFacts): { key: string; fields: (string | null)[] }[] {
  const isDifferent = ({ trait }: Pair): boolean =>
    trait === 'differing' || trait === 'unrepresentable'
  return pairs.filter(isDifferent).map(({ key, field }) => ({ key, fields: [field] }))
}

describe('the comparison', () => {
  it.each(['companies', 'people'] as const)(
    'finds in freshly seeded %s exactly the differences that were sown',
    (entity) => {
      const facts = world.facts[entity]
      const { agree, differ } = world.before[entity]
      const found = differ.map(({ key, fields }) => ({ key, fields: fields.map((f) => f.field) }))
      expect(found.toSorted(byKey)).toEqual(listDifferences(facts).toSorted(byKey))
      const shared = entity === 'people' ? facts.ambiguous.length - 2 : 0
      expect(agree).toBe(facts.pairs.length - differ.length + shared)
    },
  )

  it('leaves only true duplicates undecided and everybody else on her own side', () => {
    const { companies, people } = world.before
    expect(people.ambiguous.map(({ erpIds }) => erpIds.length)).toEqual([2, 2])
    expect(companies.onlyCrm.toSorted(byKey)).toEqual(world.facts.companies.onlyCrm.toSorted(byKey))
    const alone = new Set(people.onlyErp.map(({ erpId }) => erpId))
    expect(world.facts.people.onlyErp.filter(({ erpId }) => !alone.has(erpId))).toEqual([])
    expect(alone.size).toBe(world.facts.people.onlyErp.length + 3)
    expect(isAgreed(world.before)).toBe(false)
  })

  it('says of two empty lists of findings that the systems agree', () => {
    const quiet = { agree: 3, differ: [], onlyCrm: [], onlyErp: [], ambiguous: [] }
    expect(isAgreed({ companies: quiet, people: quiet })).toBe(true)
    const loud = { ...quiet, onlyErp: [{ key: 'x', erpId: 1 }] }
    expect(isAgreed({ companies: quiet, people: loud })).toBe(false)
  })

  it('sees what people do in the two systems, and nothing of their private fields', async () => {
    const { crm, erpPath, facts, crmUser, erpUser, before } = world
    const office = createOffice(crmUser, erpUser, facts)
    const edits = [...(await editEverySituation(office)), ...(await editMany(office, 5))]
    const after = await compareSystems(crm, erpPath)
    const touched = edits.filter(({ title }) => title === 'a field that only one system has')
    const sayings = [...after.companies.differ, ...after.people.differ].map(({ key }) => key)
    expect(touched.filter(({ key }) => sayings.includes(key))).toEqual([])

    const count = (isIt: (edit: Edit) => boolean): number => edits.filter(isIt).length
    const onlyErp = count(({ crm: a, erp: b }) => a?.did === 'delete' && b?.did !== 'delete')
    const createdInErp = count(({ crm: a, erp: b }) => a === null && b?.did === 'create')
    const sum = ({ companies, people }: Comparison): number =>
      companies.onlyErp.length + people.onlyErp.length
    // The person whose mailbox changed has, until she is synchronised, a key of her own in each.
    expect(sum(after) - sum(before)).toBe(onlyErp + createdInErp + 1)
  })

  it('never gives the same record to two edits', async () => {
    const office = createOffice(world.crmUser, world.erpUser, world.facts)
    const keys = Array.from({ length: 200 }, () => office.take('person').key)
    expect(new Set(keys).size).toBe(200)
    expect(() => office.take('company', () => false)).toThrow('no untouched company')
  })
})
