import { basename, join } from 'node:path'
import { closeSync, openSync, readSync, readdirSync } from 'node:fs'

/** A file of records; of CSV files what their first line tells. */
export interface RecordFile {
  /** Below the directory. */
  readonly file: string
  readonly head?: { readonly delimiter: string; readonly id: string } | undefined
}

/** How much of a file is read to find its first line. */
export const HEAD_BYTES_MAX = 65_536

/** Lists the files of records in a directory, or the only one that is meant. */
export function listRecordFiles(directory: string, only?: string): readonly RecordFile[] {
  const files = only === undefined ? readdirSync(directory).sort() : [basename(only)]
  return files
    .filter((file) => /\.(?:csv|jsonl|ndjson)$/i.test(file))
    .map((file) =>
      /\.csv$/i.test(file) ? { file, head: headOf(readHead(join(directory, file))) } : { file },
    )
}

const DELIMITERS = [',', ';', '\t', '|']

/** The delimiter that divides the first line most often, and the column that is most likely the id. */
function headOf(line: string): RecordFile['head'] {
  const counted = DELIMITERS.map((delimiter) => ({ delimiter, columns: line.split(delimiter) }))
  const best = counted.reduce((most, next) =>
    next.columns.length > most.columns.length ? next : most,
  )
  const names = best.columns.map((name) => name.trim().replaceAll(/^"|"$/g, ''))
  const id =
    names.find((name) => /^(?:id|uuid|guid|key)$/i.test(name)) ??
    names.find((name) => /(?:id|no|nr|number|code|key)$/i.test(name)) ??
    names[0]
  return id === undefined || id === '' ? undefined : { delimiter: best.delimiter, id }
}

function readHead(path: string): string {
  const descriptor = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(HEAD_BYTES_MAX)
    const length = readSync(descriptor, bytes)
    const text = bytes.toString('utf8', 0, length).replace(/^\ufeff/, '')
    return text.split(/\r?\n/, 1)[0] ?? ''
  } finally {
    closeSync(descriptor)
  }
}
