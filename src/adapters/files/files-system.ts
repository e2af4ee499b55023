import type { Collection, System, SystemCheck } from '../adapter.ts'
import type { FileOperation, FilesParts } from './files-collection.ts'
import { access, constants } from 'node:fs/promises'
import { basename, dirname, resolve } from 'node:path'
import { toSettings } from './files-settings.ts'
import { BilateralError } from '../../errors.ts'
import type { FilesSettings } from './files-settings.ts'
import type { FilesSystemConfig } from './files-config.ts'
import type { IdentityFact } from '../../core/journal.ts'
import type { SheetFormat } from './sheet/sheet.ts'
import { csvFormat } from './sheet/csv-sheet.ts'
import { failedTest } from '../failed-test.ts'
import { discoverFiles } from './file-discovery.ts'
import { fileWriteQueue } from './file-write-queue.ts'
import { filesCollection } from './files-collection.ts'
import { hash } from 'node:crypto'
import { jsonlFormat } from './sheet/jsonl-sheet.ts'
import { sheetFile } from './sheet-file.ts'

/**
 * Files of records in one directory as a system: CSV with a header row, and JSON Lines. Files are never created. Throws
 * `CONFIG_INVALID` for a configuration that contradicts itself.
 */
export function filesSystem(config: FilesSystemConfig): System {
  const counts = new Map<FileOperation, number>()
  const count = (operation: FileOperation): void =>
    void counts.set(operation, (counts.get(operation) ?? 0) + 1)
  const settings = Object.entries(config.collections).map(([name, one]) =>
    toSettings(config, name, one),
  )
  refuseSharedFiles(config, settings)
  const parts = settings.map((one): FilesParts => toParts(config, one, count))
  const collections = new Map(parts.map((one) => [one.settings.collection, filesCollection(one)]))
  return {
    name: config.name,
    identify: async () => {
      count('identify')
      return identify(config, parts)
    },
    test: () => Promise.all(parts.map((one) => check(config, one))),
    discover: async (signal) => {
      const known = await Promise.all([...collections.values()].map((one) => one.describe(signal)))
      return [...known, ...(await discoverFiles(config.directory, settings))]
    },
    collection: (name) => collections.get(name) ?? unknownCollection(config, name),
    usage: () => ({
      requests: [...counts.values()].reduce((sum, one) => sum + one, 0),
      byOperation: Object.fromEntries(counts),
    }),
    close: async () => {
      await Promise.all(parts.map(({ queue }) => queue.drain()))
    },
  }
}

function toParts(
  { name }: FilesSystemConfig,
  settings: FilesSettings,
  count: FilesParts['count'],
): FilesParts {
  const { collection, path, quietMs } = settings
  const format = toFormat(settings)
  const file = sheetFile({ label: `${name}.${collection}`, path, quietMs }, format)
  return { settings, format, file, queue: fileWriteQueue(file), count }
}

function toFormat(settings: FilesSettings): SheetFormat {
  return settings.format === 'csv' ? csvFormat(settings) : jsonlFormat(settings.id)
}

/** Two collections in one file would replace each other's writes. */
function refuseSharedFiles({ name }: FilesSystemConfig, settings: readonly FilesSettings[]): void {
  const paths = new Map<string, string>()
  for (const { collection, path } of settings) {
    const other = paths.get(path)
    if (other !== undefined)
      throw new BilateralError(
        'CONFIG_INVALID',
        `${name}: the collections ${other} and ${collection} are both in ${path}; a file holds one`,
      )
    paths.set(path, collection)
  }
}

function unknownCollection({ name, collections }: FilesSystemConfig, asked: string): Collection {
  throw new BilateralError(
    'CONFIG_INVALID',
    `${name} has no collection ${JSON.stringify(asked)}, only ${Object.keys(collections).join(', ')}`,
  )
}

/** The directory's name, and what the files are made of: the same wherever the directory stands. */
async function identify(
  config: FilesSystemConfig,
  parts: readonly FilesParts[],
): Promise<IdentityFact> {
  const shapes = await Promise.all(
    parts.map(async ({ settings: { collection, path, format, id }, file }) => {
      const { columns } = await file.read()
      return [collection, basename(path), format, id, [...columns].sort()]
    }),
  )
  return {
    tenant: config.tenant ?? basename(resolve(config.directory)),
    scope: hash('sha256', JSON.stringify(shapes.sort()), 'base64url').slice(0, 22),
  }
}

async function check(
  config: FilesSystemConfig,
  { settings, file }: FilesParts,
): Promise<SystemCheck> {
  const { collection: name, path } = settings
  try {
    const sheet = await file.read()
    if (config.readOnly !== true) await access(dirname(path), constants.W_OK)
    return { name, ok: true, detail: `${path}, ${sheet.entries.size} records` }
  } catch (error) {
    return { name, ...failedTest(error) }
  }
}
