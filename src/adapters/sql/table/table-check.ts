import { BilateralError } from '../../../errors.ts'
import type { SqlKey, SqlTableSchema } from './sql-schema.ts'
import type { SqlSettings } from '../sql-settings.ts'

type Refuse = (problem: string) => never

/**
 * Compares a collection's configuration with the table it names, and finds the key that makes its ids unique. Throws
 * `CONFIG_INVALID` for everything that could make two records one, or let an edit go unnoticed.
 */
export function checkTable(schema: SqlTableSchema, settings: SqlSettings): SqlKey {
  const refuse: Refuse = (problem) => {
    throw new BilateralError('CONFIG_INVALID', `${settings.collection}: ${problem}`)
  }
  checkColumns(schema, settings, refuse)
  checkId(schema, settings, refuse)
  checkMovers(schema, settings, refuse)
  return (
    keyOn(schema, settings.id) ??
    refuse(
      `the id column ${settings.id} is neither the primary key of ${schema.name} nor declared unique; two rows could share an id`,
    )
  )
}

function keyOn({ keys }: SqlTableSchema, column: string): SqlKey | undefined {
  return keys.find((key) => key.column === column)
}

function checkColumns(
  schema: SqlTableSchema,
  { id, version, stamp, externalKey }: SqlSettings,
  refuse: Refuse,
): void {
  const names = schema.columns.map(({ name }) => name)
  for (const column of [id, version?.column, stamp?.column, externalKey])
    if (column !== undefined && !names.includes(column))
      refuse(`the table ${schema.name} has no column ${column}, only ${names.join(', ')}`)
  if (externalKey !== undefined && keyOn(schema, externalKey) === undefined)
    refuse(`externalKey ${externalKey} is not declared unique`)
}

function checkId(schema: SqlTableSchema, { id, clientId }: SqlSettings, refuse: Refuse): void {
  const affinity = schema.columns.find(({ name }) => name === id)?.affinity
  if (affinity === 'blob')
    refuse(`the id column ${id} has no type, so that 7 and '7' would be two records; declare one`)
  if (clientId && (affinity === 'integer' || affinity === 'real'))
    refuse(`clientId needs an id column of text; ${id} takes ids from the database`)
}

/** A token that nothing moves would let an edit of a user be overwritten: refuse it. */
function checkMovers(
  schema: SqlTableSchema,
  { condition, version, stamp }: SqlSettings,
  refuse: Refuse,
): void {
  const unmoved = (column: string, remedy: string): never =>
    refuse(
      `no trigger of ${schema.name} writes ${column} at every update, so an edit could go unnoticed; ${remedy}`,
    )
  if (condition === 'version' && version && version.bump !== true)
    if (!isMovedByTrigger(schema, version.column))
      unmoved(version.column, 'set version.bump, or leave version out: contents are compared then')
  if (condition === 'stamp' && stamp)
    if (!isMovedByTrigger(schema, stamp.column))
      unmoved(stamp.column, 'leave condition out: contents are compared then')
}

/** Tells whether some trigger on the table writes the column at every update of a row. */
function isMovedByTrigger(schema: SqlTableSchema, column: string): boolean {
  return schema.triggers.some((text) => {
    const event = /\b(DELETE|INSERT|UPDATE)(\s+OF\b[\s\S]+?)?\s+ON\b/i.exec(text)
    return (
      event?.[1]?.toUpperCase() === 'UPDATE' && event[2] === undefined && mentions(text, column)
    )
  })
}

function mentions(text: string, column: string): boolean {
  const [words, name] = [text.toLowerCase(), column.toLowerCase()]
  return /^\w+$/.test(name) ? words.split(/\W+/).includes(name) : words.includes(name)
}
