import {
  SQL_LATENESS_MS,
  SQL_PAGE_ROWS,
  SQL_READ_BATCH,
  SQL_WRITES_PER_TRANSACTION_MAX,
} from './sql-config.ts'
import type {
  SqlCollectionConfig,
  SqlStamp,
  SqlSystemConfig,
  SqlTimeFormat,
  SqlVersion,
} from './sql-config.ts'
import { BilateralError } from '../../errors.ts'
import type { Capabilities } from '../adapter.ts'

/** The stamp column with every default filled in. */
export interface SqlStampSettings {
  readonly column: string
  readonly granularityMs: number
  readonly latenessMs: number
  readonly format: SqlTimeFormat
  readonly trust: 'server' | 'client'
  readonly touch: boolean
}

/** One collection's configuration with every default filled in. */
export interface SqlSettings {
  readonly collection: string
  readonly table: string
  readonly id: string
  readonly version: SqlVersion | undefined
  readonly stamp: SqlStampSettings | undefined
  readonly condition: 'version' | 'stamp' | 'content'
  readonly clientId: boolean
  readonly externalKey: string | undefined
  readonly can: Capabilities
}

/** Fills in the defaults of one collection. Throws `CONFIG_INVALID` for what contradicts itself. */
export function toSettings(
  system: Pick<SqlSystemConfig, 'name' | 'readOnly'>,
  collection: string,
  config: SqlCollectionConfig,
): SqlSettings {
  const refuse = (problem: string): never => {
    throw new BilateralError('CONFIG_INVALID', `${system.name}.${collection}: ${problem}`)
  }
  const { table = collection, version, clientId = false, externalKey } = config
  const stamp = config.stamp && toStamp(config.stamp)
  const condition = config.condition ?? (version ? 'version' : 'content')
  checkCondition({ condition, version, stamp }, refuse)
  const chosen = {
    id: toIdColumn(config.id, refuse),
    version,
    stamp,
    condition,
    clientId,
    externalKey,
  }
  const writes = toWrites(config, system.readOnly !== true)
  const can = toCapabilities(config.pageSize ?? SQL_PAGE_ROWS, chosen, writes)
  return { collection, table, ...chosen, can }
}

type Chosen = Omit<SqlSettings, 'collection' | 'table' | 'can'>
type Refuse = (problem: string) => never

function toIdColumn(id: SqlCollectionConfig['id'], refuse: Refuse): string {
  const columns = typeof id === 'string' ? [id] : id
  const [first = ''] = columns
  if (columns.length > 1)
    refuse(
      `id names ${columns.length} columns (${columns.join(', ')}); give the table one unique column and name that`,
    )
  return first === '' ? refuse('id names no column') : first
}

function checkCondition(
  { condition, version, stamp }: Pick<Chosen, 'condition' | 'version' | 'stamp'>,
  refuse: Refuse,
): void {
  if (condition === 'version' && !version) refuse('condition is version, but there is none')
  if (condition === 'stamp' && !stamp) refuse('condition is stamp, but there is none')
  if (stamp && !(stamp.granularityMs >= 1)) refuse('the granularity of stamp is less than 1 ms')
}

function toStamp(stamp: SqlStamp): SqlStampSettings {
  const { column, granularityMs, latenessMs = SQL_LATENESS_MS } = stamp
  const { format = 'iso', trust = 'client', touch = false } = stamp
  return { column, granularityMs, latenessMs, format, trust, touch }
}

/** Which writes are left when the configuration has had its say. */
function toWrites(
  { creates = true, updates = true, deletes = true }: SqlCollectionConfig,
  isWritable: boolean,
): Readonly<Record<'creates' | 'updates' | 'deletes', boolean>> {
  return {
    creates: isWritable && creates,
    updates: isWritable && updates,
    deletes: isWritable && deletes,
  }
}

function toCapabilities(
  pageSize: number,
  chosen: Chosen,
  { creates, updates, deletes }: ReturnType<typeof toWrites>,
): Capabilities {
  const { stamp, clientId, externalKey } = chosen
  const condition = chosen.condition === 'stamp' ? 'stamp' : 'token'
  return {
    list: { pageSize, stability: 'keyset', count: false },
    changes: stamp ? 'since' : 'none',
    stamp: stamp && {
      granularityMs: stamp.granularityMs,
      latenessMs: stamp.latenessMs,
      trust: stamp.trust,
    },
    token: { kind: tokenKind(chosen), inList: true, covers: 'all' },
    read: { batch: SQL_READ_BATCH },
    create: {
      allowed: creates,
      clientId,
      idempotencyKey: false,
      externalKey,
      ifAbsent: clientId,
    },
    update: { allowed: updates, style: 'patch', condition },
    delete: { allowed: deletes, condition },
    concurrency: SQL_WRITES_PER_TRANSACTION_MAX,
  }
}

function tokenKind({ condition, version }: Chosen): 'counter' | 'stamp' | 'hash' {
  if (condition === 'content' || (condition === 'version' && version?.bump === true)) return 'hash'
  return condition === 'version' ? 'counter' : 'stamp'
}
