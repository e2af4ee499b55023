import { createHash } from 'node:crypto'
import type { BySide } from '../../core/side.ts'
import type { Digest, Digests, TracedBase, TracedSeen } from '../../trace/trace-line.ts'
import type { Fields, Value } from '../../core/value.ts'
import type { Seen } from '../../core/operation.ts'
import type { SideBase } from '../../core/pair.ts'
import { bySide } from '../../core/side.ts'
import { canonicalText } from '../../core/value.ts'

/** Characters of a digest: two of a million different values meet with a chance of one in ten million. */
const DIGEST_CHARACTERS = 16

/** Turns values into digests under one key. */
export interface Digester {
  readonly value: (value: Value | undefined) => Digest
  readonly fields: (fields: Fields) => Digests
  readonly seen: (seen: Seen) => TracedSeen
  readonly bases: (base: BySide<SideBase>) => BySide<TracedBase>
}

/**
 * Digests under a key. They keep content from whoever reads a trace; they do not keep a value from somebody who guesses
 * it and tries, for the key stands in the trace. An empty value is told as `null`.
 */
export function digester(key: string): Digester {
  const value = (one: Value | undefined): Digest =>
    one === undefined || one === null
      ? 'null'
      : createHash('sha256')
          .update(`${key}\n${canonicalText(one)}`)
          .digest('hex')
          .slice(0, DIGEST_CHARACTERS)
  const fields = (record: Fields): Digests =>
    Object.fromEntries(
      Object.keys(record)
        .sort()
        .map((name) => [name, value(record[name])]),
    )
  return {
    value,
    fields,
    seen: (seen) => ({ fields: fields(seen.fields), token: seen.token }),
    bases: (base) =>
      bySide((side) => ({
        fields: fields(base[side].fields),
        token: base[side].token,
        previous: base[side].previous,
      })),
  }
}
