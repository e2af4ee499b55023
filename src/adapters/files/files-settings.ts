import {
  FILES_PAGE_RECORDS,
  FILES_READ_BATCH,
  FILES_WRITES_PER_REPLACEMENT_MAX,
  FILE_QUIET_MS,
} from './files-config.ts'
import type { FileFormat, FilesCollectionConfig, FilesSystemConfig } from './files-config.ts'
import { extname, resolve } from 'node:path'
import { BilateralError } from '../../errors.ts'
import type { Capabilities } from '../adapter.ts'

/** One collection's configuration with every default filled in. */
export interface FilesSettings {
  readonly collection: string
  /** Absolute path. */
  readonly path: string
  readonly format: FileFormat
  readonly id: string
  readonly delimiter: string
  readonly finalNewline: 'required' | 'optional'
  readonly quietMs: number
  readonly can: Capabilities
}

/** Fills in the defaults of one collection. Throws `CONFIG_INVALID` for what contradicts itself. */
export function toSettings(
  system: Pick<FilesSystemConfig, 'name' | 'directory' | 'readOnly'>,
  collection: string,
  config: FilesCollectionConfig,
): FilesSettings {
  const refuse = (problem: string): never => {
    throw new BilateralError('CONFIG_INVALID', `${system.name}.${collection}: ${problem}`)
  }
  const { file, id, delimiter = ',', finalNewline = 'required', quietMs = FILE_QUIET_MS } = config
  if (id === '') refuse('id names no column')
  if (!isDelimiter(delimiter)) refuse(`delimiter ${JSON.stringify(delimiter)} is not one character`)
  const format =
    config.format ??
    formatOf(file) ??
    refuse(`${file} ends neither in .csv nor in .jsonl; say which format it has`)
  return {
    collection,
    path: resolve(system.directory, file),
    format,
    id,
    delimiter,
    finalNewline,
    quietMs,
    can: toCapabilities(config, system.readOnly !== true),
  }
}

/** The format a file's ending stands for. */
export function formatOf(file: string): FileFormat | undefined {
  const ending = extname(file).toLowerCase()
  if (ending === '.csv') return 'csv'
  return ending === '.jsonl' || ending === '.ndjson' ? 'jsonl' : undefined
}

function isDelimiter(text: string): boolean {
  return text.length === 1 && !['"', '\n', '\r', '\ufeff'].includes(text)
}

function toCapabilities(config: FilesCollectionConfig, isWritable: boolean): Capabilities {
  const { pageSize = FILES_PAGE_RECORDS, creates = true, updates = true, deletes = true } = config
  return {
    list: { pageSize, stability: 'snapshot', count: true },
    changes: 'none',
    token: { kind: 'hash', inList: true, covers: 'all' },
    read: { batch: FILES_READ_BATCH },
    create: {
      allowed: isWritable && creates,
      clientId: true,
      idempotencyKey: false,
      ifAbsent: true,
    },
    update: { allowed: isWritable && updates, style: 'patch', condition: 'token' },
    delete: { allowed: isWritable && deletes, condition: 'token' },
    concurrency: FILES_WRITES_PER_REPLACEMENT_MAX,
  }
}
