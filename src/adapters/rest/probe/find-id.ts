import type { Fields, Value } from '../../../core/value.ts'
import { valueAt } from '../../http/json/path.ts'

const LIKELY = /^(?:_?id|uuid|guid|key|sys_id|oid)$/i
const POSSIBLE = /(?:id|uuid|key|number|no|nr|code)$/i

/** The path of the id in these records: every record has one, and no two the same. `id` where nothing can be seen. */
export function findId(items: readonly Fields[]): string {
  const names = Object.keys(items[0] ?? {}).filter((name) => isOwn(items, name))
  return (
    names.find((name) => LIKELY.test(name)) ?? names.find((name) => POSSIBLE.test(name)) ?? 'id'
  )
}

function isOwn(items: readonly Fields[], name: string): boolean {
  const values = items.map((item) => valueAt(item, name))
  return values.every(isId) && new Set(values.map(String)).size === items.length
}

function isId(value: Value | undefined): value is string | number {
  return typeof value === 'string' ? value !== '' : Number.isSafeInteger(value)
}
