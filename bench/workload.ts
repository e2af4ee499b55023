import { createItem, createNumbers } from './item.ts'
import type { Item, ItemFields } from './item.ts'

/** One thing that happens to one record on one side. */
export type ItemEdit =
  | { readonly kind: 'create'; readonly item: Item }
  | { readonly kind: 'update'; readonly id: string; readonly fields: Partial<ItemFields> }
  | { readonly kind: 'delete'; readonly id: string }

/** The two sides of a benchmark: `a` is the REST service, `b` the SQLite table. */
export type BenchSide = 'a' | 'b'

/** The workload W(n, c): equal records on both sides, and what then happens to them. */
export interface Workload {
  /** What both sides hold at first; no two have the same id. */
  readonly records: readonly Item[]
  /** Disjoint but for `conflicts`, whose records are changed on both sides in the same field. */
  readonly edits: Readonly<Record<BenchSide, readonly ItemEdit[]>>
  /** Ids of the records changed on both sides. */
  readonly conflicts: readonly string[]
  /**
   * The writes that bring both sides together when each conflict is settled by one more:
   * (2c % + 0.5 %) of n.
   */
  readonly writes: number
}

/** W(n, c) of `seed`: n records, c per cent of them changed on each side, and 0.1 % of each other kind. */
export function workload(n: number, c: number, seed = 1): Workload {
  const records = Array.from({ length: n }, (_, number) => createItem(seed, number))
  const changed = Math.round((n * c) / 100)
  const few = Math.round(n / 1000)
  const draw = createDraw(records, seed)
  const updates = { a: draw(changed), b: draw(changed) }
  const deletes = { a: draw(few), b: draw(few) }
  const conflicts = draw(few)

  const editsOf = (side: BenchSide, newFrom: number): ItemEdit[] => [
    ...updates[side].map((item): ItemEdit => update(item, { title: `Changed on ${side}` })),
    ...deletes[side].map(({ id }): ItemEdit => ({ kind: 'delete', id })),
    ...conflicts.map((item): ItemEdit => update(item, { name: `${item.name} (${side})` })),
    ...Array.from({ length: few }, (_, number): ItemEdit => {
      return { kind: 'create', item: createItem(seed, newFrom + number) }
    }),
  ]
  return {
    records,
    edits: { a: editsOf('a', n), b: editsOf('b', n + few) },
    conflicts: conflicts.map(({ id }) => id),
    writes: 2 * changed + 5 * few,
  }
}

function update({ id }: Item, fields: Partial<ItemFields>): ItemEdit {
  return { kind: 'update', id, fields }
}

/** Draws records at random, none of them twice. */
function createDraw(records: readonly Item[], seed: number): (count: number) => Item[] {
  const next = createNumbers(seed ^ 0x5bd1e995)
  const order = Uint32Array.from(records.keys())
  let drawn = 0
  return (count) =>
    Array.from({ length: count }, () => {
      const at = drawn + (next() % (order.length - drawn))
      const chosen = order[at] ?? 0
      order[at] = order[drawn] ?? 0
      drawn += 1
      const item = records[chosen]
      if (item === undefined) throw new RangeError('more edits than records')
      return item
    })
}
