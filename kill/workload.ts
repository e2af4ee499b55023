import type { Edit, Item } from './item.ts'

/** Records that both systems hold at the beginning. */
export const BASE_ITEMS: readonly Item[] = Array.from({ length: 12 }, (_, no) => ({
  name: nameOf(no),
  city: 'c0',
  phone: 'p0',
}))

/** What is added before the first run of all, which also finds the base records to be the same. */
export const FIRST_EDITS: readonly Edit[] = [
  ...['f1', 'f2', 'f3'].map((name) => created('crm', name)),
  ...['g1', 'g2', 'g3'].map((name) => created('erp', name)),
]

/** Edits that come to twenty operations: four merges of two writes each, four updates, three deletes, five creates. */
export const TWENTY_EDITS: readonly Edit[] = [
  ...[0, 1, 2, 3].flatMap((no) => [
    updated('crm', no, { city: 'c1' }),
    updated('erp', no, { phone: 'p1' }),
  ]),
  ...[4, 5].map((no) => updated('crm', no, { city: 'c2' })),
  ...[6, 7].map((no) => updated('erp', no, { phone: 'p3' })),
  ...[8, 9].map((no) => deleted('crm', no)),
  deleted('erp', 10),
  ...['x1', 'x2'].map((name) => created('crm', name)),
  ...['y1', 'y2', 'y3'].map((name) => created('erp', name)),
]

/** The name of a base record. */
export function nameOf(no: number): string {
  return `r${String(no).padStart(2, '0')}`
}

/** A record that a user makes. */
export function created(on: Edit['on'], name: string): Edit {
  return { verb: 'create', on, item: { name, city: `${name} city`, phone: `${name} phone` } }
}

/** What a user changes: cities in the CRM and phones in the ERP, so that nobody ever has to be asked. */
export function updated(on: Edit['on'], no: number, set: Readonly<Partial<Item>>): Edit {
  return { verb: 'update', on, name: nameOf(no), set }
}

/** A base record that a user deletes. */
export function deleted(on: Edit['on'], no: number): Edit {
  return { verb: 'delete', on, name: nameOf(no) }
}

/** What both systems have to end with: every edit took place, once, and nothing else did. */
export function expectedAfter(
  before: readonly Item[],
  edits: readonly Edit[],
): ReadonlyMap<string, Item> {
  const items = new Map(before.map((item) => [item.name, item]))
  for (const edit of edits) {
    if (edit.verb === 'create') items.set(edit.item.name, edit.item)
    else if (edit.verb === 'delete') items.delete(edit.name)
    else {
      const item = items.get(edit.name)
      if (item === undefined) throw new Error(`there is no ${edit.name} to change`)
      items.set(edit.name, { ...item, ...edit.set })
    }
  }
  return items
}
