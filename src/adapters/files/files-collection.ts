import type {
  Collection,
  CollectionInfo,
  Found,
  Listing,
  WriteOptions,
  WriteOutcome,
} from '../adapter.ts'
import { createEntry, deleteEntry, toNative, updateEntry } from './file-writes.ts'
import type { FileWrite, WriteRules } from './file-writes.ts'
import { BilateralError } from '../../errors.ts'
import type { FileWriteQueue } from './file-write-queue.ts'
import type { FilesSettings } from './files-settings.ts'
import type { Sheet } from './sheet/sheet.ts'
import type { SheetFile } from './sheet-file.ts'
import type { Value } from '../../core/value.ts'
import { describeSheet } from './file-description.ts'

/** What is counted as one request. */
export type FileOperation =
  'list' | 'get' | 'find' | 'create' | 'update' | 'delete' | 'describe' | 'identify'

/** The parts a collection is made of. */
export interface FilesParts extends WriteRules {
  readonly file: SheetFile
  readonly queue: FileWriteQueue
  readonly count: (operation: FileOperation) => void
}

/** The records of one file. */
export function filesCollection(parts: FilesParts): Collection {
  const { settings, file, queue, count } = parts
  const read = async <T>(operation: FileOperation, look: (sheet: Sheet) => T): Promise<T> => {
    count(operation)
    return look(await file.read())
  }
  const write = (
    operation: FileOperation,
    work: FileWrite,
    { signal }: WriteOptions,
  ): Promise<WriteOutcome> => {
    if (signal.aborted) return Promise.resolve(NOT_SENT)
    count(operation)
    return queue.add(work)
  }
  const columns = async (): Promise<readonly string[]> => (await file.read()).columns
  return {
    name: settings.collection,
    can: settings.can,
    ...(settings.format === 'csv' ? { columns } : {}),
    describe: () => read('describe', (sheet) => describe(settings, sheet)),
    list: (signal) => listSheet(parts, signal),
    get: (id) => read('get', (sheet) => toFound(sheet, id)),
    getMany: (ids) => read('get', (sheet) => ids.map((id) => toFound(sheet, id))),
    findByKey: (field, value) =>
      read('find', (sheet) =>
        [...sheet.entries.values()]
          .filter(({ fields }) => Object.hasOwn(fields, field) && isText(fields[field], value))
          .map(toNative),
      ),
    create: (body, options) => write('create', createEntry(parts, body, options), options),
    update: (id, body, options) =>
      write('update', updateEntry(parts, id, body, options.condition), options),
    delete: (id, options) => write('delete', deleteEntry(parts, id, options.condition), options),
  }
}

const NOT_SENT: WriteOutcome = {
  kind: 'later',
  afterMs: 0,
  message: 'stopped before the write began',
}

/** Every record of the file as it stood at one moment. */
async function* listSheet({ settings, file, count }: FilesParts, signal: AbortSignal): Listing {
  const stopped = { complete: false, why: 'the listing was stopped' }
  const isStopped = (): boolean => signal.aborted
  if (isStopped()) return stopped
  count('list')
  const entries = [...(await file.read()).entries.values()]
  const { pageSize } = settings.can.list
  for (let start = 0; start < entries.length; start += pageSize) {
    if (isStopped()) return stopped
    yield { records: entries.slice(start, start + pageSize).map(toNative) }
  }
  return { complete: true, count: entries.length }
}

function describe({ collection, id }: FilesSettings, sheet: Sheet): CollectionInfo {
  const info = describeSheet(collection, sheet, id)
  if (info !== undefined) return info
  throw new BilateralError('SYSTEM_ANSWER', `${collection}: no column tells its records apart`)
}

function toFound(sheet: Sheet, id: string): Found {
  const entry = sheet.entries.get(id)
  return entry === undefined ? { kind: 'not-found' } : { kind: 'found', record: toNative(entry) }
}

function isText(value: Value | undefined, text: string): boolean {
  return value !== null && typeof value !== 'object' && String(value) === text
}
