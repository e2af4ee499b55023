import type { Fields, Value } from '../../core/value.ts'
import { canonicalText } from '../../core/value.ts'
import type { EntityMapping, MappedField } from '../../mapping/entity/entity-mapping.ts'
import type { Side } from '../../core/side.ts'
import type { View } from '../../core/observation.ts'
import { assert } from '../../core/assert.ts'
import { compileReader } from '../../mapping/path/read-path.ts'
import { parsePath } from '../../mapping/path/parse-path.ts'

/** Different values of one field and side that are kept; those that come later are counted and not tried. */
export const DISTINCT_VALUES_MAX = 10_000

/** Characters that the kept values of one field and side take together. */
export const DISTINCT_CHARACTERS_MAX = 8_000_000

/** Examples given of anything. */
export const EXAMPLES_MAX = 3

/** Something that one record shows. */
export interface Example {
  readonly id: string
  readonly reason: string
}

/** One shared value, and how it was met. */
export interface SeenValue {
  readonly value: Value
  /** A record that holds it. */
  readonly id: string
  records: number
  /** The native spellings of it, as canonical texts. */
  readonly spellings: Set<string>
}

/** What one field of one side held. */
export interface ValueTally {
  /** Records that hold a value, nothing, or what cannot be read. */
  filled: number
  empty: number
  refused: number
  readonly examples: Example[]
  /** By the form in which values are compared. */
  readonly values: Map<string, SeenValue>
  /** Whether there were more different values than are kept. */
  capped: boolean
}

/** Counts the values of every field of one side, record by record. */
export interface ValueTallies {
  readonly byField: ReadonlyMap<string, ValueTally>
  add(id: string, native: Fields, view: View): void
}

/** Begins to count the fields of one side. Memory is bounded by `DISTINCT_VALUES_MAX` for each field. */
export function openTallies(mapping: EntityMapping, side: Side): ValueTallies {
  const counters = mapping.fields.map((field) => openTally(field, mapping, side))
  return {
    byField: new Map(counters.map(({ name, tally }) => [name, tally])),
    add(id, native, view) {
      for (const counter of counters) counter.add(id, native, view)
    },
  }
}

interface Counter {
  readonly name: string
  readonly tally: ValueTally
  readonly add: ValueTallies['add']
}

function openTally({ name, paths }: MappedField, mapping: EntityMapping, side: Side): Counter {
  const tally: ValueTally = {
    filled: 0,
    empty: 0,
    refused: 0,
    examples: [],
    values: new Map(),
    capped: false,
  }
  const spellingOf = compileSpelling(paths[side])
  let characters = 0
  const keep = (value: Value, id: string, native: Fields): void => {
    const key = canonicalText(mapping.fold(name, value))
    const known = tally.values.get(key)
    if (known !== undefined) {
      known.records += 1
      known.spellings.add(spellingOf(native))
      return
    }
    characters += key.length
    if (tally.values.size >= DISTINCT_VALUES_MAX || characters > DISTINCT_CHARACTERS_MAX)
      tally.capped = true
    else tally.values.set(key, { value, id, records: 1, spellings: new Set([spellingOf(native)]) })
  }
  const add: Counter['add'] = (id, native, { fields, refused }) => {
    const value = fields[name]
    const reason = refused[name]
    if (reason !== undefined) {
      tally.refused += 1
      if (tally.examples.length < EXAMPLES_MAX) tally.examples.push({ id, reason })
    } else if (value === undefined || value === null) tally.empty += 1
    else {
      tally.filled += 1
      keep(value, id, native)
    }
  }
  return { name, tally, add }
}

/** The native text of a field: what stands at its path, or at all paths of a group. */
function compileSpelling(paths: readonly string[]): (native: Fields) => string {
  const readers = paths.map((text) => {
    const parsed = parsePath(text, text)
    assert(parsed.ok, `a mapped path can be read: ${text}`)
    return compileReader(parsed.value)
  })
  return (native) =>
    readers
      .map((read) => {
        const found = read(native)
        return found.ok && found.value !== undefined ? canonicalText(found.value) : ''
      })
      .join('\n')
}
