import { createHash } from 'node:crypto'

import type { Item } from './item.ts'

/** A digest of what a side holds, stamps left out: equal digests mean equal sides. Any order. */
export function digestItems(items: Iterable<Item>): string {
  const lines = Array.from(items, toLine).sort()
  const hash = createHash('sha256')
  for (const line of lines) hash.update(line)
  return hash.digest('hex')
}

/** The same without ids: a record that was created across has an id of its own on each side. */
export function digestContents(items: Iterable<Item>): string {
  return digestItems(Array.from(items, (item) => ({ ...item, id: '' })))
}

function toLine(item: Item): string {
  const { id, name, email, phone, street, zip, city, country, company, title, note } = item
  const texts = [id, name, email, phone, street, zip, city, country, company, title, note]
  return `${JSON.stringify([...texts, item.balance, item.tags.toSorted()])}\n`
}
