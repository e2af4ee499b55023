import type { BySide } from '../../src/core/side.ts'
import type { Contents, Row, Table } from '../system/table.ts'
import type { Edit } from '../setup/tape.ts'
import type { Lineage } from '../oracle/lineage.ts'
import { LIST, PRESENCE } from '../setup/field-names.ts'
import { change, erase, insert } from '../system/table.ts'
import { otherSide } from '../../src/core/side.ts'

/** What people need of the world they work in. */
export interface UserWorld {
  readonly tables: BySide<Table>
  readonly fields: readonly string[]
  readonly lineage: Lineage
  /** The clock of a table's system. */
  readonly clockMs: (table: Table) => number
}

/** What a request is about: the records of a key, and some of their fields. */
export interface About {
  readonly key: string | undefined
  readonly fields: readonly string[]
}

/** People at both systems: every value they write is a new one, unless they go back to an old one. */
export interface Users {
  /** Carries out an act, on the records of a key where it says so, and tells it; nothing if there is no record. */
  readonly act: (edit: Edit, about?: About) => string | undefined
  /** Makes a record of a new key on one or both sides. */
  readonly settle: (no: number) => void
}

/** Lets people in. */
export function openUsers(world: UserWorld): Users {
  const { tables, fields } = world
  let keys = 0
  let values = 0
  const given: Given = {
    world,
    freshKey: () => `k${String((keys += 1))}`,
    fresh: () => `v${String((values += 1))}`,
  }
  return {
    act: (edit, about) => {
      const table = tables[edit.side]
      const aim = { table, row: aimed(table, edit, about?.key), pick: edit.pick, field: '' }
      const known =
        about !== undefined && edit.hot && about.fields.length > 0 ? about.fields : fields
      const field = known[Math.floor(edit.pick / 7) % known.length] ?? ''
      return ACTS[edit.act]({ ...aim, field }, given)
    },
    settle: (no) => {
      const key = given.freshKey()
      const contents = newContents(given)
      const side = no % 2 === 0 ? 'a' : 'b'
      born(tables[side], { key, contents }, given)
      if (no % 3 === 0) born(tables[otherSide(side)], { key, contents }, given)
    },
  }
}

/** What people take from the world: new keys and new values, each given once. */
interface Given {
  readonly world: UserWorld
  readonly freshKey: () => string
  readonly fresh: () => string
}

/** What an act is done to. */
interface Aim {
  readonly table: Table
  readonly row: Row | undefined
  readonly field: string
  readonly pick: number
}

/** Pagings under which a deletion moves what follows to an earlier page. */
const COUNTED: ReadonlySet<string> = new Set(['offset', 'number', 'link'])

type Perform = (aim: Aim, given: Given) => string | undefined

const ACTS: Readonly<Record<Edit['act'], Perform>> = {
  create: ({ table }, given) =>
    born(table, { key: given.freshKey(), contents: newContents(given) }, given),
  twin: ({ table, pick }, given) => {
    const row = pickTwin(given.world.tables, table, pick)
    if (row === undefined) return undefined
    given.world.lineage.twin(row.key)
    const contents = pick % 2 === 0 ? newContents(given) : row.contents
    return born(table, { key: row.key, contents }, given)
  },
  update: (aim, given) => edit(aim, grown(aim, given.fresh()), given),
  revert: (aim, given) => {
    const before = earlier(aim)
    return before === undefined ? undefined : edit(aim, before, given)
  },
  clear: (aim, given) => edit(aim, null, given),
  private: ({ table, row }, { world, fresh }) => {
    if (row === undefined) return undefined
    const know = world.lineage.write(row.key, [PRESENCE], row.know)
    change(table, row, { note: fresh(), know }, world.clockMs(table))
    return `changes the note of ${row.id} (${row.key})`
  },
  delete: ({ table, row }, { world }) => {
    if (row === undefined) return undefined
    erase(table, row, world.lineage.erase(row))
    if (COUNTED.has(table.setup.paging)) world.lineage.ghost.shift()
    return `deletes ${row.id} (${row.key})`
  },
}

function newContents({ world, fresh }: Given): Contents {
  return Object.fromEntries(world.fields.map((name) => [name, fresh()]))
}

function born(
  table: Table,
  { key, contents }: { readonly key: string; readonly contents: Contents },
  { world, fresh }: Given,
): string {
  const know = world.lineage.write(key, [...world.fields, PRESENCE], {})
  const row = insert(table, { key, contents, note: fresh(), know }, world.clockMs(table))
  return `makes ${row.id} (${key}) ${text(contents)}`
}

function edit(
  { table, row, field }: Aim,
  value: string | null,
  { world }: Given,
): string | undefined {
  if (row === undefined || row.contents[field] === value) return undefined
  const contents = { [field]: value }
  const said = (table.versions.get(row.id) ?? []).some((old) => old.contents[field] === value)
  if (said) world.lineage.revert(row.key)
  const know = world.lineage.write(row.key, [field], row.know)
  change(table, row, { contents, know }, world.clockMs(table))
  return `changes ${row.id} (${row.key}) to ${text(contents)}`
}

/** A new value; a list keeps its items and gains one, or loses its first. */
function grown({ row, field, pick }: Aim, value: string): string {
  const items = row?.contents[field]?.split(',') ?? []
  if (field !== LIST || items.length === 0) return value
  return (pick % 4 === 0 ? [...items.slice(1), value] : [...items, value]).join(',')
}

/** The record of this key where the act is about the request under way, else one counted round. */
function aimed({ rows }: Table, { hot, pick }: Edit, key: string | undefined): Row | undefined {
  const all = [...rows.values()]
  const met = hot ? all.find((row) => row.key === key) : undefined
  return met ?? all[pick % all.length]
}

/** A record of the other side whose key this side lacks. */
function pickTwin(tables: BySide<Table>, table: Table, pick: number): Row | undefined {
  const keys = new Set([...table.rows.values()].map(({ key }) => key))
  const lacking = [...tables[otherSide(table.side)].rows.values()].filter(
    ({ key }) => !keys.has(key),
  )
  return lacking[pick % lacking.length]
}

/** The last value of a field that is not the present one. */
function earlier({ table, row, field }: Aim): string | null | undefined {
  const older = (table.versions.get(row?.id ?? '') ?? []).findLast(
    ({ contents }) => contents[field] !== row?.contents[field],
  )
  return older?.contents[field]
}

function text(contents: Contents): string {
  return Object.entries(contents)
    .map(([name, value]) => `${name}=${value ?? 'nothing'}`)
    .join(' ')
}
