import type { Fields, Value } from '../../core/value.ts'
import type { FieldSpec } from '../../mapping/entity/parse-entity.ts'
import { checkEntity } from '../../mapping/entity/parse-entity.ts'
import { compileEntity } from '../../mapping/entity/compile-entity.ts'

/** The two values that one pair of records holds. */
export interface Row {
  readonly a: Value
  readonly b: Value
}

/** How a field would be read: the lens chain and what is empty. */
export type Reading = Pick<FieldSpec, 'as' | 'empty'>

/** How well two columns agree under a reading. */
export interface Agreement {
  /** Pairs in which at least one side holds something. */
  readonly rows: number
  readonly agree: number
  /** Pairs in which a side cannot be read. */
  readonly refused: number
  /** Share of the pairs that agree, 0 to 1. */
  readonly share: number
  /** The share beyond what values of unrelated records would agree by chance, 1 for all. */
  readonly lift: number
  /** How likely one pair agrees by chance, as far as so few or many pairs tell; above 0. */
  readonly chance: number
}

const NAMES = { a: 'a', b: 'b' }

/** Measures a reading on pairs of records by the mapping itself. Nothing for a reading that cannot work. */
export function measure(rows: readonly Row[], { as, empty }: Reading): Agreement | undefined {
  const spec = { fields: { it: { a: 'it', b: 'it', as, empty } } }
  if (checkEntity(spec, NAMES).length > 0) return undefined
  const mapping = compileEntity(spec, NAMES)
  const read = (side: 'a' | 'b', it: Value): Fields => mapping.read(side, { it }).fields
  const seen = rows.map(({ a, b }) => ({ a: read('a', a)['it'], b: read('b', b)['it'] }))
  const held = seen.filter(({ a, b }) => a !== null || b !== null)
  const agreeAt = (shift: number): number =>
    held.filter(({ a }, at) => {
      const b = held[(at + shift) % held.length]?.b
      return a !== undefined && b !== undefined && mapping.same('it', a, b)
    }).length
  const agree = agreeAt(0)
  const share = held.length === 0 ? 0 : agree / held.length
  const chance = held.length < 2 ? 0 : agreeAt(Math.ceil(held.length / 2)) / held.length
  return {
    rows: held.length,
    agree,
    refused: held.filter(({ a, b }) => a === undefined || b === undefined).length,
    share,
    lift: chance >= 1 ? 0 : (share - chance) / (1 - chance),
    chance: (chance * held.length + 0.5) / (held.length + 1),
  }
}
