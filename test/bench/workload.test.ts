import { describe, expect, it } from 'vitest'

import { digestItems } from '../../bench/digest.ts'
import { createItemStore, editStore } from '../../bench/systems/item-store.ts'
import { editTable, fillTable, openItemTable, readTable } from '../../bench/systems/item-table.ts'
import { workload } from '../../bench/workload.ts'
import type { ItemEdit } from '../../bench/workload.ts'

const idOf = (edit: ItemEdit): string => (edit.kind === 'create' ? edit.item.id : edit.id)

describe('the workload W(n, c)', () => {
  it('is the same every time, and another for another seed', () => {
    expect(workload(2000, 1)).toEqual(workload(2000, 1, 1))
    expect(workload(2000, 1, 2).records).not.toEqual(workload(2000, 1).records)
    expect(workload(3000, 0).records.slice(0, 2000)).toEqual(workload(2000, 0).records)
  })

  it('has records of 14 fields and 391 bytes on average, ids of 16 hexadecimal digits', () => {
    const { records } = workload(20_000, 0)
    const bytes = records.reduce((sum, item) => sum + JSON.stringify(item).length, 0)
    expect(bytes / records.length).toBeGreaterThan(390)
    expect(bytes / records.length).toBeLessThan(392)
    expect(new Set(records.map((item) => Object.keys(item).length))).toEqual(new Set([14]))
    expect(records.filter(({ id }) => !/^[0-9a-f]{16}$/.test(id))).toEqual([])
    expect(new Set(records.map(({ id }) => id)).size).toBe(20_000)
  })

  it.each([
    [0, 50],
    [1, 250],
    [10, 2050],
  ])('asks with n = 10,000 and c = %i for %i writes', (c, writes) => {
    const { edits, conflicts, ...load } = workload(10_000, c)
    expect(load.writes).toBe(writes)
    expect(edits.a).toHaveLength(100 * c + 30)
    expect(edits.b).toHaveLength(100 * c + 30)
    expect(conflicts).toHaveLength(10)
    expect(edits.a.length + edits.b.length - conflicts.length).toBe(writes)
  })

  it('edits no record on both sides but the conflicts, and none twice on one', () => {
    const { edits, conflicts, records } = workload(10_000, 10)
    const [a, b] = [edits.a.map(idOf), edits.b.map(idOf)]
    expect(new Set(a).size).toBe(a.length)
    expect(new Set(b).size).toBe(b.length)
    expect(new Set(a.filter((id) => b.includes(id)))).toEqual(new Set(conflicts))
    const known = new Set(records.map(({ id }) => id))
    const created = [...edits.a, ...edits.b].filter(({ kind }) => kind === 'create').map(idOf)
    expect(created.filter((id) => known.has(id))).toEqual([])
  })
})

describe('the two sides of the workload', () => {
  it('hold the same at first, as the digest says, and differ after the edits', () => {
    const { records, edits } = workload(2000, 1)
    const store = createItemStore(records)
    const table = openItemTable(':memory:')
    fillTable(table, records)
    const read = (): string[] => [
      digestItems(Array.from(store.values(), ({ item }) => item)),
      digestItems(readTable(table)),
    ]
    expect(new Set(read()).size).toBe(1)
    editStore(store, edits.a)
    editTable(table, edits.a)
    expect(new Set(read()).size).toBe(1)
    editTable(
      table,
      edits.b.filter(({ kind }) => kind !== 'update'),
    )
    expect(new Set(read()).size).toBe(2)
    table.close()
  })

  it('move version and stamp of a changed row, and leave the others alone', () => {
    const { records, edits } = workload(1000, 1)
    const table = openItemTable(':memory:')
    fillTable(table, records)
    editTable(table, edits.b)
    const moved = table.prepare('SELECT count(*) AS n FROM item WHERE version = 2').get()
    expect(moved?.['n']).toBe(edits.b.filter(({ kind }) => kind === 'update').length)
    const stamps = table.prepare('SELECT max(updated_at) AS last FROM item').get()
    expect(stamps?.['last']).toMatch(/^20(2[6-9]|[3-9]\d)-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    table.close()
  })
})
