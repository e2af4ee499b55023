import type { Condition, Identification, RefusalKind } from '../../core/operation.ts'
import type { NativeRecord, WriteOutcome } from '../adapter.ts'
import type { Sheet, SheetEntry, SheetFormat } from './sheet/sheet.ts'
import type { Fields } from '../../core/value.ts'
import type { FilesSettings } from './files-settings.ts'
import { canonicalText } from '../../core/value.ts'
import { endedLine } from './sheet/sheet.ts'
import { hash } from 'node:crypto'

/** A sheet while writes are made to it. */
export interface Draft extends Omit<Sheet, 'entries' | 'head'> {
  head: string
  readonly entries: Map<string, SheetEntry>
  /** The record whose line does not end, if there is one: only the last can be. */
  unended: string | undefined
  changed: boolean
}

/** One write to a draft. A refused write leaves it as it was. */
export type FileWrite = (draft: Draft) => WriteOutcome

/** What writes to one file need to know of it. */
export interface WriteRules {
  readonly settings: FilesSettings
  readonly format: SheetFormat
}

/** Begins a draft; the sheet itself is never changed. */
export function toDraft(sheet: Sheet): Draft {
  const entries = new Map(sheet.entries)
  const last = [...entries.values()].at(-1)
  const unended = last === undefined || last.raw.endsWith('\n') ? undefined : last.id
  return { ...sheet, entries, unended, changed: false }
}

/** Shows an entry as the contract wants it: the token covers everything the record says. */
export function toNative({ id, fields }: SheetEntry): NativeRecord {
  return { id, fields, token: tokenOf(fields), state: 'live' }
}

/** Appends a record, unless its id is taken. */
export function createEntry(
  { settings, format }: WriteRules,
  body: Fields,
  how: { readonly identification: Identification; readonly condition: Condition },
): FileWrite {
  return (draft) => {
    const { collection, id: idField } = settings
    const id = chosenId(settings, body, how)
    if (typeof id !== 'string') return id
    if (draft.entries.has(id))
      return refuse('exists', `${collection} has a record ${shown(id)}`, idField)
    const made = format.write(draft, { ...body, [idField]: id }, undefined)
    if (made.kind === 'refused') return invalid(settings, made)
    if (made.entry.id !== id)
      return refuse(
        'invalid',
        `${collection}: the file would turn the id ${shown(id)} into another`,
      )
    append(draft, made.entry)
    return written(made.entry)
  }
}

/** Changes the fields given, if the record is as the condition says. */
export function updateEntry(
  { settings, format }: WriteRules,
  id: string,
  body: Fields,
  condition: Condition,
): FileWrite {
  return (draft) => {
    const { collection, can, id: idField } = settings
    if (!can.update.allowed) return refuse('unsupported', `${collection} takes no updates`)
    const met = meet(settings, draft, id, condition)
    if (met.kind === 'refused') return met
    if (Object.hasOwn(body, idField) && textOf(body, idField) !== id)
      return refuse('invalid', `${collection} ${shown(id)}: the id cannot be changed`, idField)
    const set = Object.fromEntries(Object.entries(body).filter(([name]) => name !== idField))
    if (Object.keys(set).length === 0) return written(met.entry)
    const made = format.write(draft, set, met.entry)
    if (made.kind === 'refused') return invalid(settings, made)
    draft.entries.set(id, made.entry)
    draft.changed = true
    return written(made.entry)
  }
}

/** Removes the record, if it is as the condition says. */
export function deleteEntry({ settings }: WriteRules, id: string, condition: Condition): FileWrite {
  return (draft) => {
    const { collection, can } = settings
    if (!can.delete.allowed) return refuse('unsupported', `${collection} takes no deletes`)
    const met = meet(settings, draft, id, condition)
    if (met.kind === 'refused') return met
    draft.entries.delete(id)
    draft.changed = true
    return { kind: 'written', id }
  }
}

type Refused = Extract<WriteOutcome, { kind: 'refused' }>

function refuse(why: RefusalKind, message: string, field?: string): Refused {
  return { kind: 'refused', why, message, field }
}

function invalid(
  { collection }: FilesSettings,
  { why, field }: { readonly why: string; readonly field: string },
): Refused {
  return refuse('invalid', `${collection}.${field} ${why}`, field)
}

function written(entry: SheetEntry): WriteOutcome {
  const after = toNative(entry)
  return { kind: 'written', id: entry.id, after, token: after.token }
}

function tokenOf(fields: Fields): string {
  return hash('sha256', canonicalText(fields), 'base64url')
}

function textOf(fields: Fields, name: string): string | undefined {
  const value = Object.hasOwn(fields, name) ? fields[name] : undefined
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? value : undefined
}

/** An id as messages show it. */
function shown(id: string): string {
  return JSON.stringify(id.slice(0, 100))
}

/** The id of a new record: the client's, or the one the body carries. */
function chosenId(
  { collection, can, id: idField }: FilesSettings,
  body: Fields,
  { identification, condition }: Parameters<typeof createEntry>[2],
): string | Refused {
  if (!can.create.allowed) return refuse('unsupported', `${collection} takes no creates`)
  if (condition.kind !== 'none' && condition.kind !== 'absent')
    return refuse('unsupported', `${collection} cannot create on the condition ${condition.kind}`)
  const { kind } = identification
  if (kind !== 'client-id' && kind !== 'none')
    return refuse('unsupported', `${collection} does not identify creates by ${kind}`)
  const id = kind === 'client-id' ? identification.id : (textOf(body, idField) ?? '')
  return id === '' ? refuse('invalid', `${collection}: a record needs an id`, idField) : id
}

/** The record as it stands in the draft, if the write may happen. */
function meet(
  { collection }: FilesSettings,
  draft: Draft,
  id: string,
  condition: Condition,
): Refused | { readonly kind: 'met'; readonly entry: SheetEntry } {
  if (condition.kind !== 'none' && condition.kind !== 'token')
    return refuse('unsupported', `${collection} cannot write on the condition ${condition.kind}`)
  const entry = draft.entries.get(id)
  if (entry === undefined) return refuse('absent', `${collection} ${shown(id)} is not there`)
  if (condition.kind === 'none' || tokenOf(entry.fields) === condition.token)
    return { kind: 'met', entry }
  return refuse('stale', `${collection} ${shown(id)} was changed since it was read`)
}

function append(draft: Draft, entry: SheetEntry): void {
  const { entries, unended, lineEnd } = draft
  const last = unended === undefined ? undefined : entries.get(unended)
  if (last !== undefined) entries.set(last.id, { ...last, raw: endedLine(last.raw, lineEnd) })
  if (entries.size === 0 && draft.columns.length > 0) draft.head = endedLine(draft.head, lineEnd)
  draft.unended = undefined
  draft.changed = true
  entries.set(entry.id, entry)
}
