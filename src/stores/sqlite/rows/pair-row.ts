import type { KeptBase } from './base-columns.ts'
import type { BySide } from '../../../core/side.ts'
import type { Fields } from '../../../core/value.ts'
import type { Pair, SideBase } from '../../../core/pair.ts'
import type { Row } from '../connection.ts'
import type { SQLInputValue } from 'node:sqlite'
import { restoreBase } from './base-columns.ts'
import { fromText, toText } from './id-text.ts'
import { parseColumn } from './json-column.ts'

const OPEN_COLUMNS = ['intent', 'target', 'conflict', 'decree', 'parking'] as const

const COLUMNS = [
  'no',
  'id_a',
  'id_b',
  'token_a',
  'previous_a',
  'token_b',
  'previous_b',
  'fields_a',
  'fields_b',
  ...OPEN_COLUMNS,
]

/** The columns `pairFrom` reads, in its order. */
export const PAIR_COLUMNS = COLUMNS.join(', ')

/** Writes a whole row: first the entity's number, then what `rowFrom` answers. */
export const PUT_PAIR = `
  INSERT INTO pairs (entity, ${PAIR_COLUMNS}) VALUES (?, ${COLUMNS.map(() => '?').join(', ')})
  ON CONFLICT (entity, no) DO UPDATE SET
  ${COLUMNS.slice(1)
    .map((name) => `${name} = excluded.${name}`)
    .join(', ')}`

type Text = string | null

type PairRow = readonly [
  no: number,
  idA: Text,
  idB: Text,
  tokenA: Text,
  previousA: Text,
  tokenB: Text,
  previousB: Text,
  fieldsA: Text,
  fieldsB: Text,
  ...open: readonly Text[],
]

/** A pair's row, in the order of `PAIR_COLUMNS`. */
export function rowFrom(
  pair: Pair,
  keep: (base: BySide<SideBase>) => KeptBase,
): readonly SQLInputValue[] {
  const base = pair.base && keep(pair.base)
  return [
    pair.no,
    textFrom(pair.ids.a),
    textFrom(pair.ids.b),
    textFrom(base?.versionA.token),
    textFrom(base?.versionA.previous),
    textFrom(base?.versionB.token),
    textFrom(base?.versionB.previous),
    base?.fieldsA ?? null,
    base?.fieldsB ?? null,
    ...OPEN_COLUMNS.map((name) => jsonFrom(pair[name])),
  ]
}

/** The pair of a row; throws `STORE_CORRUPT` for a row nobody could have written. */
export function pairFrom(path: string, entity: string, row: Row): Pair {
  const [no, idA, idB, tokenA, previousA, tokenB, previousB, fieldsA, fieldsB, ...open] =
    row as PairRow
  const place = { path, place: `pair ${no} of ${entity}` }
  const pair: { -readonly [K in keyof Pair]: Pair[K] } = {
    entity,
    no,
    ids: { ...(idA !== null && { a: fromText(idA) }), ...(idB !== null && { b: fromText(idB) }) },
  }
  if (fieldsA !== null)
    pair.base = restoreBase(
      { a: versionFrom(tokenA, previousA), b: versionFrom(tokenB, previousB) },
      parseColumn(fieldsA, place) as Fields,
      fieldsB === null ? undefined : (parseColumn(fieldsB, place) as Fields),
    )
  for (const [at, name] of OPEN_COLUMNS.entries()) {
    const text = open[at]
    if (typeof text === 'string') Object.assign(pair, { [name]: parseColumn(text, place) })
  }
  return pair
}

function versionFrom(token: Text, previous: Text): Pick<SideBase, 'token' | 'previous'> {
  return {
    ...(token !== null && { token: fromText(token) }),
    ...(previous !== null && { previous: fromText(previous) }),
  }
}

function textFrom(text: string | undefined): Text {
  return text === undefined ? null : toText(text)
}

function jsonFrom(value: object | undefined): Text {
  return value === undefined ? null : JSON.stringify(value)
}
