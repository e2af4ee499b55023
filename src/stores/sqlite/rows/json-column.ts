import { corrupt } from '../trouble.ts'

/** Where a JSON text stands: in which file, and in whose row. */
export interface ColumnPlace {
  readonly path: string
  readonly place: string
}

/**
 * Reads a JSON object this store wrote: its shape is that of the typed value it was written from. Throws `STORE_CORRUPT`
 * for anything the store cannot have written.
 */
export function parseColumn(text: string, { path, place }: ColumnPlace): object {
  const value = parse(text, { path, place })
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw corrupt(path, `holds something unreadable for ${place}`)
  return value
}

function parse(text: string, { path, place }: ColumnPlace): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw corrupt(path, `holds something unreadable for ${place}`, error)
  }
}
