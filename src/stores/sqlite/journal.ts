import type { Connection } from './connection.ts'
import type { JournalEntry, JournalFilter, PageRequest } from '../store.ts'
import type { MemoryFacts } from '../../core/journal.ts'
import type { SQLInputValue } from 'node:sqlite'
import { assert } from '../../core/assert.ts'
import { NO_FACTS } from '../../core/journal.ts'
import { rowOf, streamOf } from './connection.ts'
import { ENTRY_COLUMNS, entryFrom } from './rows/entry-row.ts'
import { parseColumn } from './rows/json-column.ts'
import { entityRow } from './pairs.ts'

type Condition = readonly [sql: string, ...values: readonly SQLInputValue[]]

/** A page of the journal, in order. */
export function readJournal(
  connection: Connection,
  filter: JournalFilter,
  { after = 0, limit }: PageRequest,
): readonly JournalEntry[] {
  const chosen = conditionsOf(connection, filter)
  if (chosen === undefined) return []
  const conditions: readonly Condition[] = [['journal.seq > ?', after], ...chosen]
  const sql = `
    SELECT ${ENTRY_COLUMNS} FROM journal
    CROSS JOIN runs ON runs.no = journal.run LEFT JOIN entities ON entities.no = journal.entity
    WHERE ${conditions.map(([condition]) => condition).join(' AND ')} ORDER BY journal.seq LIMIT ?`
  const values = conditions.flatMap(([, ...given]) => given)
  return Array.from(streamOf(connection, sql, ...values, limit), (row) =>
    entryFrom(connection.path, row),
  )
}

/** What holds for the whole memory. */
export function readFacts(connection: Connection): MemoryFacts {
  const row = rowOf(connection, 'SELECT body FROM facts')
  if (row === undefined) return NO_FACTS
  const at = { path: connection.path, place: 'what holds for the whole memory' }
  return parseColumn(String(row[0]), at) as MemoryFacts
}

/** The filter in SQL; `undefined` if it names what the memory does not know, which no line can be about. */
function conditionsOf(
  connection: Connection,
  { entity, pair, run }: JournalFilter,
): readonly Condition[] | undefined {
  assert(pair === undefined || entity !== undefined, 'a pair is numbered within its entity')
  const conditions: Condition[] = []
  if (entity !== undefined) {
    const no = entityRow(connection, entity)?.no
    if (no === undefined) return undefined
    conditions.push(['journal.entity = ?', no])
  }
  if (pair !== undefined) conditions.push(['journal.pair = ?', pair])
  if (run !== undefined) {
    const found = rowOf(connection, 'SELECT no, first_seq, last_seq FROM runs WHERE name = ?', run)
    if (found === undefined) return undefined
    const [no, first, last] = found as readonly [number, number, number]
    conditions.push(['journal.run = ? AND journal.seq BETWEEN ? AND ?', no, first, last])
  }
  return conditions
}
