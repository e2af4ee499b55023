import { LIST } from '../setup/field-names.ts'
import type { SideSetup } from '../setup/setup.ts'
import type { Value } from '../../src/core/value.ts'
import type { Side } from '../../src/core/side.ts'

/** Which writes of users a value descends from, by field: one bit each. Only the simulation knows it. */
export type Know = Readonly<Record<string, number>>

/** What a record says; everything in it is text or nothing. */
export type Contents = Readonly<Record<string, string | null>>

/** One version of one record. */
export interface Row {
  readonly id: string
  /** Order of creation. */
  readonly seq: number
  /** Grows with every change, by whomever. */
  readonly version: number
  readonly stampMs: number
  readonly key: string
  readonly contents: Contents
  readonly note: string
  readonly ref?: string | undefined
  readonly know: Know
}

/** A record that is no more, as it was last, and what its deletion descends from. */
export interface Gone {
  readonly row: Row
  readonly know: Know
}

/** The records of one system, now and ever. */
export interface Table {
  readonly side: Side
  readonly setup: SideSetup
  readonly rows: Map<string, Row>
  readonly gone: Map<string, Gone>
  /** Every version of every record, in order. */
  readonly versions: Map<string, Row[]>
  /** Ids by idempotency key. */
  readonly replies: Map<string, string>
  /** When a version was last shown to whoever asked, in order. */
  readonly shown: Map<Row, number>
}

/** A system that holds nothing. */
export function emptyTable(side: Side, setup: SideSetup): Table {
  return {
    side,
    setup,
    rows: new Map(),
    gone: new Map(),
    versions: new Map(),
    replies: new Map(),
    shown: new Map(),
  }
}

/** What a change brings to a record. */
export interface Change {
  readonly contents?: Contents | undefined
  readonly note?: string | undefined
  readonly know: Know
}

/** What a new record begins with. */
export interface Birth extends Change {
  readonly id?: string | undefined
  readonly key: string
  readonly ref?: string | undefined
}

/** Adds a record, under an id of the system's own unless one is given. */
export function insert(table: Table, birth: Birth, clockMs: number): Row {
  const seq = table.versions.size + 1
  const row: Row = {
    id: birth.id ?? idOf(table, seq),
    seq,
    version: 1,
    stampMs: stampOf(table, clockMs),
    key: birth.key,
    contents: stored(table, birth.contents ?? {}),
    note: birth.note ?? '',
    ref: birth.ref,
    know: birth.know,
  }
  return keep(table, row)
}

/** Changes a record. */
export function change(table: Table, row: Row, by: Change, clockMs: number): Row {
  return keep(table, {
    ...row,
    version: row.version + 1,
    stampMs: stampOf(table, clockMs),
    contents: { ...row.contents, ...stored(table, by.contents ?? {}) },
    note: by.note ?? row.note,
    know: { ...row.know, ...by.know },
  })
}

/** Removes a record. */
export function erase(table: Table, row: Row, know: Know): void {
  table.rows.delete(row.id)
  table.gone.set(row.id, { row, know })
}

function keep(table: Table, row: Row): Row {
  table.rows.set(row.id, row)
  const versions = table.versions.get(row.id)
  if (versions === undefined) table.versions.set(row.id, [row])
  else versions.push(row)
  return row
}

/** Replaces what is known of a version, wherever it is kept. */
export function learn(table: Table, row: Row, know: Know): void {
  const wiser = { ...row, know }
  const versions = table.versions.get(row.id) ?? []
  const at = versions.indexOf(row)
  if (at >= 0) versions[at] = wiser
  if (table.rows.get(row.id) === row) table.rows.set(row.id, wiser)
  const shown = table.shown.get(row)
  if (shown !== undefined) table.shown.set(wiser, shown)
}

/** A value as a simulated record holds it. */
export function toText(value: Value | undefined): string | null {
  const text = Array.isArray(value) ? value.join(',') : value
  return typeof text === 'string' && text !== '' ? text : null
}

/** A value as a simulated system shows it. */
export function toNative(field: string, text: string | null): Value {
  return field === LIST && text !== null ? text.split(',') : text
}

/** The one value under which this system keeps all its spellings. */
export function spelling(value: string | null): string | null {
  return value?.toLowerCase() ?? null
}

function stored({ setup }: Table, contents: Contents): Contents {
  if (!setup.normalises || typeof contents['f1'] !== 'string') return contents
  return { ...contents, f1: contents['f1'].toUpperCase() }
}

function stampOf({ setup: { granularityMs } }: Table, clockMs: number): number {
  return Math.floor(clockMs / granularityMs) * granularityMs
}

const ODD = ['/', ' ', '?', 'é', '%2F', '#', '&', '"']

function idOf({ side, setup }: Table, seq: number): string {
  if (setup.ids === 'number') return String(1000 + seq)
  const text = `${side}-${String(seq)}`
  return setup.ids === 'text' ? text : `${ODD[seq % ODD.length] ?? ''}${text}`
}
