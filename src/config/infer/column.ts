import type { Value } from '../../core/value.ts'
import { canonicalText, isList } from '../../core/value.ts'
import type { FieldInfo } from '../../adapters/adapter.ts'
import type { Sample } from './sample.ts'
import { isReserved } from '../../mapping/path/path.ts'

/** How deep members of members are looked for. */
export const COLUMN_DEPTH_MAX = 4

/** How many columns of a collection are compared; those that come later are left to the user. */
export const COLUMNS_MAX = 100

/** What a column is for. */
export type ColumnRole = 'id' | 'bookkeeping' | 'data'

/** The values at one path of every record of a sample. */
export interface Column {
  /** As a configuration writes it. */
  readonly path: string
  /** The last name in the path. */
  readonly leaf: string
  readonly role: ColumnRole
  /** By position of the record; `null` where it has none. */
  readonly values: readonly Value[]
  /** Records in which it holds something. */
  readonly filled: number
  /** Different values, compared as texts. */
  readonly distinct: number
  /** Whether the system promises that no two records share a value. */
  readonly unique: boolean
  readonly writable: boolean
  /** The collection whose ids it holds, where the system says so. */
  readonly refersTo?: string | undefined
}

/** A sample as columns. */
export interface Table {
  readonly sample: Sample
  readonly columns: readonly Column[]
}

/** Cuts a sample into columns: members of objects by path, of a list of objects those of its first element. Pure. */
export function tableOf(sample: Sample): Table {
  const paths = new Map<string, Value[]>()
  sample.records.forEach(({ fields }, at) => {
    collect(fields, '', { paths, at, depth: 1 })
  })
  for (const { name } of sample.info.fields)
    if (BARE_KEY.test(name) && !isReserved(name) && !paths.has(name)) paths.set(name, [])
  const infos = new Map(sample.info.fields.map((info) => [info.name, info]))
  const columns = [...paths]
    .slice(0, COLUMNS_MAX)
    .map(([path, values]) => toColumn(path, values, { sample, info: infos.get(path) }))
  return { sample, columns }
}

/** A value as a text in which spelling differences are taken out; nothing for what is empty. */
export function normalText(value: Value | undefined): string | undefined {
  if (value === null || value === undefined || value === '') return undefined
  if (isList(value) && value.length === 0) return undefined
  const text = typeof value === 'string' ? value : canonicalText(value)
  const normal = text.normalize('NFC').trim().replaceAll(/\s+/g, ' ').toLowerCase()
  return normal === '' ? undefined : normal
}

interface Collecting {
  readonly paths: Map<string, Value[]>
  /** Position of the record. */
  readonly at: number
  readonly depth: number
}

function collect(value: Value, prefix: string, context: Collecting): void {
  if (typeof value !== 'object' || value === null || isList(value)) return
  for (const [key, member] of Object.entries(value)) {
    if (key === '' || isReserved(key)) continue
    collectMember(member, childPath(prefix, key), context)
  }
}

function collectMember(member: Value, path: string, { paths, at, depth }: Collecting): void {
  const [first] = typeof member === 'object' && member !== null && isList(member) ? member : []
  const inner = isObject(member) ? { value: member, path } : { value: first, path: `${path}[0]` }
  if (inner.value !== undefined && isObject(inner.value)) {
    if (depth < COLUMN_DEPTH_MAX) collect(inner.value, inner.path, { paths, at, depth: depth + 1 })
    return
  }
  const values = paths.get(path) ?? []
  paths.set(path, values)
  while (values.length < at) values.push(null)
  values.push(member)
}

function isObject(value: Value): boolean {
  return typeof value === 'object' && value !== null && !isList(value)
}

const BARE_KEY = /^(?!\$$)[^.[\]"=\p{Cc}]+$/u

function childPath(prefix: string, key: string): string {
  if (!BARE_KEY.test(key)) return `${prefix}[${JSON.stringify(key)}]`
  return prefix === '' ? key : `${prefix}.${key}`
}

interface About {
  readonly sample: Sample
  readonly info: FieldInfo | undefined
}

function toColumn(path: string, values: readonly Value[], { sample, info }: About): Column {
  const texts = values.flatMap((value) => normalText(value) ?? [])
  const leaf = /(?<leaf>[^.[\]"]+)"?\]?$/.exec(path)?.groups?.['leaf'] ?? path
  const all = [
    ...values,
    ...Array.from({ length: sample.records.length - values.length }, () => null),
  ]
  return {
    path,
    leaf,
    role: roleOf(path, leaf, sample),
    values: all,
    filled: texts.length,
    distinct: new Set(texts).size,
    unique: sample.info.uniqueKeys.some((key) => key.length === 1 && key[0] === path),
    writable: info?.writable !== false,
    refersTo: info?.refersTo,
  }
}

const BOOKKEEPING =
  /^(?:(?:date_?)?(?:created|updated|modified|changed|last_?(?:modified|updated|changed))(?:_?(?:at|on|by|date|time|datetime|stamp|timestamp))?|(?:row_?|lock_?)?version|_?e_?tag|_?rev(?:ision)?|deleted_?at)$/i

function roleOf(path: string, leaf: string, { info }: Sample): ColumnRole {
  if (path === info.idField) return 'id'
  return BOOKKEEPING.test(leaf) ? 'bookkeeping' : 'data'
}
