import type { Fields, Value } from '../../../core/value.ts'
import { valueAt } from '../../http/json/path.ts'

const LIKELY = /^(?:_?id|uuid|guid|key|sys_id|oid)$/i
const POSSIBLE = /(?:id|uuid|key|number|no|nr|code)$/i

/** The path of the id in these records: every record has one, and no two the same. `id` where there is no record to see. */
export function findId(items: readonly Fields[]): string | undefined {
  if (items.length === 0) return 'id'
  const names = Object.keys(items[0] ?? {}).filter((name) => isOwn(items, name))
  return names.find((name) => LIKELY.test(name)) ?? names.find((name) => POSSIBLE.test(name))
}

function isOwn(items: readonly Fields[], name: string): boolean {
  const values = items.map((item) => valueAt(item, name))
  return values.every(isId) && new Set(values.map(String)).size === items.length
}

function isId(value: Value | undefined): value is string | number {
  return typeof value === 'string' ? value !== '' : Number.isSafeInteger(value)
}
