import { join, parse, resolve } from 'node:path'
import type { CollectionInfo } from '../adapter.ts'
import type { FilesSettings } from './files-settings.ts'
import { csvFormat } from './sheet/csv-sheet.ts'
import { describeSheet } from './file-description.ts'
import { formatOf } from './files-settings.ts'
import { jsonlFormat } from './sheet/jsonl-sheet.ts'
import { readWhole } from './disk/read-whole.ts'
import { readdir } from 'node:fs/promises'

/** Describes the files of records in a directory that are not configured, as far as they can be read and have an id. */
export async function discoverFiles(
  directory: string,
  configured: readonly FilesSettings[],
): Promise<readonly CollectionInfo[]> {
  const taken = new Set(configured.map(({ path }) => path))
  const names = await readdir(directory).catch((): string[] => [])
  const paths = names
    .sort()
    .map((name) => join(resolve(directory), name))
    .filter((path) => formatOf(path) !== undefined && !taken.has(path))
  const described = await Promise.all(paths.map(describeFile))
  return described.filter((info) => info !== undefined)
}

async function describeFile(path: string): Promise<CollectionInfo | undefined> {
  const format =
    formatOf(path) === 'csv'
      ? csvFormat({ id: undefined, delimiter: ',', finalNewline: 'optional' })
      : jsonlFormat(undefined)
  const whole = await readWhole(path, 0).catch(() => undefined)
  if (whole === undefined) return undefined
  const reading = format.read(whole.bytes)
  return reading.kind === 'sheet' ? describeSheet(parse(path).name, reading.sheet) : undefined
}
