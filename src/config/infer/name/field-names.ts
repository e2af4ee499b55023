import type { BySide } from '../../../core/side.ts'
import { toName } from './to-name.ts'
import { unused } from './entity-names.ts'

/** Names that say nothing without what they stand in. */
const BARE = new Set(['number', 'value', 'name', 'text', 'label', 'id', 'code', 'type', 'key'])

/** Names for fields by their two paths, and for references by the entity they lead to; no name twice. */
export function fieldNames(
  paths: readonly BySide<string>[],
  targets: readonly string[],
): { readonly references: readonly string[]; readonly fields: readonly string[] } {
  const taken: string[] = []
  const give = (name: string): string => {
    const given = unused(name, taken)
    taken.push(given)
    return given
  }
  return {
    references: targets.map((target) => give(target)),
    fields: paths.map((path) => give(nameOf(path))),
  }
}

function nameOf({ a, b }: BySide<string>): string {
  const [left, right] = [toName(leafOf(a), 'field'), toName(leafOf(b), 'field')]
  const isNested = /[.[]/.test(a)
  return isNested && BARE.has(left) && !BARE.has(right) ? right : left
}

function leafOf(path: string): string {
  return /(?<leaf>[^.[\]"]+)"?\]?$/.exec(path.replace(/\[\d+\]$/, ''))?.groups?.['leaf'] ?? path
}
