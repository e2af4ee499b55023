import type { Fields, Scalar, Value } from '../../core/value.ts'
import { nameKind } from '../quote.ts'
import { isBranch, isList, isNothing, matches, own } from './branch.ts'
import { isPlain } from './path.ts'
import type { Path, Segment } from './path.ts'

/** What stands at a path: the value or nothing, or the reason why the path does not lead there. */
export type Found =
  | { readonly ok: true; readonly value: Value | undefined }
  | { readonly ok: false; readonly reason: string }

/** Compiles a path into its reader. Below something absent or `null` there is nothing; own properties only (M5). */
export function compileReader(path: Path): (record: Fields) => Found {
  if (!isPlain(path)) return (record) => find(record, path)
  const keys = path.stem
  return (record) => {
    let at: Value | undefined = record
    for (const key of keys) {
      if (isNothing(at)) break
      if (!isBranch(at)) return astray(path, 'an object', at)
      at = own(at, key)
    }
    return { ok: true, value: at }
  }
}

/** Says that a path meets something it cannot enter. */
export function astray(path: Path, expected: string, met: Value): { ok: false; reason: string } {
  return {
    ok: false,
    reason: `the path ${path.text} meets ${nameKind(met)} where it expects ${expected}`,
  }
}

function find(record: Fields, path: Path): Found {
  let found: Found = { ok: true, value: record }
  for (const segment of path.segments) {
    if (!found.ok || isNothing(found.value)) break
    found = enter(found.value, segment, path)
  }
  return found
}

function enter(at: Value, segment: Segment, path: Path): Found {
  if (segment.kind === 'key')
    return isBranch(at) ? { ok: true, value: own(at, segment.key) } : astray(path, 'an object', at)
  if (!isList(at)) return astray(path, 'a list', at)
  if (segment.kind === 'index') return { ok: true, value: at[segment.index] }
  return findMatch(at, segment, path)
}

function findMatch(
  list: readonly Value[],
  { key, value }: { readonly key: string; readonly value: Scalar },
  path: Path,
): Found {
  const found = list.filter((element) => matches(element, key, value))
  return found.length > 1 ? crowded(path, found.length) : { ok: true, value: found[0] }
}

/** Says that more than one element matches: the first of many is never taken. */
export function crowded(path: Path, count: number): { ok: false; reason: string } {
  return { ok: false, reason: `${count} elements match in ${path.text}, where one may` }
}
