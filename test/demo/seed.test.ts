import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

import { beforeAll, describe, expect, it, onTestFinished } from 'vitest'

import { createAttributes, accounts, contacts } from '../../demo/systems/crm/kinds.ts'
import type { Kind } from '../../demo/systems/crm/kinds.ts'
import { seedSystems } from '../../demo/systems/seed.ts'
import type { SeedFacts, SeedPaths } from '../../demo/systems/seed.ts'
import type { EntityFacts } from '../../demo/systems/seed/facts.ts'
import { createTemporaryFolder } from './temporary-folder.ts'

interface Seeded {
  readonly facts: SeedFacts
  readonly paths: SeedPaths
}

type Row = Record<string, unknown>

function seed(folder: string, number?: number): Seeded {
  const paths = { crmPath: join(folder, 'crm.db'), erpPath: join(folder, 'erp.db') }
  return { facts: seedSystems(paths, number), paths }
}

function readRows(path: string, table: string): Row[] {
  const database = new DatabaseSync(path, { readOnly: true })
  onTestFinished(() => {
    database.close()
  })
  return database.prepare(`SELECT * FROM ${table} ORDER BY id`).all()
}

function readDump({ crmPath, erpPath }: SeedPaths): Row[][] {
  const tables = [readRows(crmPath, 'accounts'), readRows(crmPath, 'contacts')]
  return [...tables, readRows(erpPath, 'customer'), readRows(erpPath, 'person')]
}

function countTraits({ pairs }: EntityFacts): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { trait } of pairs) counts[trait] = (counts[trait] ?? 0) + 1
  return counts
}

describe('the seed', () => {
  let first: Seeded
  let tookMs: number

  beforeAll(() => {
    const folder = mkdtempSync(join(tmpdir(), 'bilateral-demo-'))
    const began = performance.now()
    first = seed(folder)
    tookMs = performance.now() - began
    return () => {
      rmSync(folder, { recursive: true })
    }
  })

  it('gives the same records and facts every time, and others for another number', () => {
    const again = seed(createTemporaryFolder(), 1)
    const other = seed(createTemporaryFolder(), 2)
    expect(readDump(again.paths)).toEqual(readDump(first.paths))
    expect(again.facts).toEqual(first.facts)
    expect(readDump(other.paths)).not.toEqual(readDump(first.paths))
  })

  it('makes more than 5,000 records in each system', () => {
    const { facts, paths } = first
    expect(readDump(paths).map((rows) => rows.length)).toEqual(Object.values(facts.counts))
    expect(facts.counts.accounts + facts.counts.contacts).toBeGreaterThan(5000)
    expect(facts.counts.customers + facts.counts.persons).toBeGreaterThan(5000)
  })

  it('says of every record where it stands, exactly once', () => {
    const { facts, paths } = first
    const [accountRows, contactRows, customerRows, personRows] = readDump(paths)
    const ids = (rows?: Row[]): unknown[] => rows?.map(({ id }) => id) ?? []
    for (const [entity, crmRows, erpRows] of [
      [facts.companies, accountRows, customerRows],
      [facts.people, contactRows, personRows],
    ] as const) {
      const { pairs, onlyCrm, onlyErp, ambiguous } = entity
      const crmIds = [...pairs, ...onlyCrm].map(({ crmId }) => crmId)
      const erpIds = [...pairs, ...onlyErp].map(({ erpId }) => erpId)
      crmIds.push(...ambiguous.flatMap((group) => group.crmIds))
      erpIds.push(...ambiguous.flatMap((group) => group.erpIds))
      expect(crmIds.toSorted()).toEqual(ids(crmRows))
      expect(erpIds.toSorted((a, b) => a - b)).toEqual(ids(erpRows))
    }
  })

  it('has every trait the demo is about', () => {
    const { facts } = first
    const { companies, people } = facts
    expect(countTraits(companies)).toMatchObject({
      differing: 12,
      respelled: 96,
      unrepresentable: 7,
    })
    expect(countTraits(people)).toMatchObject({
      differing: 24,
      respelled: 240,
      unrepresentable: 5,
    })
    expect([companies.onlyCrm.length, companies.onlyErp.length]).toEqual([30, 30])
    expect(people.onlyCrm.length).toBeGreaterThan(50)
    expect(people.onlyErp.length).toBeGreaterThan(50)
    const crowds = people.ambiguous.map(({ crmIds, erpIds }) => [crmIds.length, erpIds.length])
    expect(crowds.filter(([crm, erp]) => crm === 1 && erp === 2)).toHaveLength(5)
    expect(crowds.filter(([crm, erp]) => crm === 2 && erp === 1)).toHaveLength(3)
  })

  it('writes into the CRM what its own API accepts, but for the three unrounded amounts', () => {
    const { facts, paths } = first
    const refused: unknown[] = []
    const check = (kind: Kind, row: Row): void => {
      const document = JSON.parse(String(row['document'])) as Row
      try {
        expect(createAttributes(kind, document)).toEqual(document)
      } catch {
        refused.push(row['id'])
      }
    }
    for (const row of readRows(paths.crmPath, 'accounts')) check(accounts, row)
    for (const row of readRows(paths.crmPath, 'contacts')) check(contacts, row)
    const unrounded = facts.companies.pairs.filter(
      ({ trait, field }) => trait === 'unrepresentable' && field === 'creditLimit',
    )
    expect(refused).toEqual(unrounded.map(({ crmId }) => crmId).toSorted())
    expect(refused).toHaveLength(3)
  })

  it('employs everybody at a company of the same system', () => {
    const { paths } = first
    const accountIds = new Set(readRows(paths.crmPath, 'accounts').map(({ id }) => id))
    const employers = readRows(paths.crmPath, 'contacts').map((row) => row['account_id'])
    expect(employers.filter((id) => !accountIds.has(id))).toEqual([])
    const erp = new DatabaseSync(paths.erpPath)
    expect(erp.prepare('PRAGMA foreign_key_check').all()).toEqual([])
    erp.close()
  })

  it('fills both systems in less than two seconds', () => {
    expect(tookMs).toBeLessThan(2000)
  })
})
