import { createHash } from 'node:crypto'
import { canonicalText } from '../core/value.ts'
import type { Value } from '../core/value.ts'
import type { EntityConfig } from './config.ts'

/** Raised when the same words begin to mean something else, so that memories are compared anew. */
const MEANING_VERSION = 1

/**
 * What the configuration means by an entity: which collections, which fields and how they are read, and what makes two
 * records one (C20). Rules about who wins are not part of it, nor is the order of fields. Equal meanings have equal
 * hashes, 64 hexadecimal digits.
 */
export function meaningOf({ collections, fields, match }: EntityConfig): string {
  const said = {
    version: MEANING_VERSION,
    collections,
    fields: Object.fromEntries(
      fields.map(({ name, spec, refersTo }) => [
        name,
        {
          a: spec.a ?? null,
          b: spec.b ?? null,
          as: chainOf(spec.as),
          empty: spec.empty ?? 'distinct',
          refersTo: refersTo ?? null,
        },
      ]),
    ),
    match: match.map(({ key, then }) => ({
      a: [key.on.a].flat(),
      b: [key.on.b].flat(),
      as: chainOf(key.as),
      then,
    })),
  }
  return createHash('sha256').update(canonicalText(said)).digest('hex')
}

/** A chain of one step may be written without brackets. */
function chainOf(as: Value | undefined): Value {
  return as === undefined ? [] : [as].flat()
}
