import { BilateralError } from '../../errors.ts'
import { resolve } from 'node:path'
import { statSync } from 'node:fs'
import { systemName } from '../schema/basic/name.ts'

/** A system to be described, as somebody named it. */
export type Target =
  | { readonly kind: 'rest'; readonly name: string; readonly url: string }
  | { readonly kind: 'sql'; readonly name: string; readonly file: string }
  | {
      readonly kind: 'files'
      readonly name: string
      readonly directory: string
      readonly only?: string | undefined
    }

const FORM = /^(?<name>[^=]+)=(?<place>.+)$/s

/**
 * Reads `crm=https://crm.example.com/api`, `erp=./erp.db` or `hr=./people.csv` (C95): an address is asked over HTTP, a
 * database file as SQL, a directory or a file of records as files. Throws `USAGE`.
 */
export function parseTarget(text: string, cwd: string): Target {
  const { name = '', place = '' } = FORM.exec(text)?.groups ?? {}
  if (!systemName.safeParse(name).success)
    throw refuse(
      `${JSON.stringify(text)} does not name a system; write NAME=ADDRESS, such as erp=./erp.db`,
    )
  return /^https?:\/\//i.test(place) ? restTarget(name, place) : pathTarget(name, place, cwd)
}

function pathTarget(name: string, place: string, cwd: string): Target {
  const path = resolve(cwd, place)
  const found = statSync(path, { throwIfNoEntry: false })
  if (found === undefined) throw refuse(`${name}: there is nothing at ${path}`)
  if (found.isDirectory()) return { kind: 'files', name, directory: path }
  if (/\.(?:db|sqlite3?)$/i.test(path)) return { kind: 'sql', name, file: path }
  if (/\.(?:csv|jsonl|ndjson)$/i.test(path))
    return { kind: 'files', name, directory: resolve(path, '..'), only: path }
  throw refuse(
    `${name}: ${place} is neither an address, nor a database (.db, .sqlite, .sqlite3), nor records (.csv, .jsonl)`,
  )
}

function restTarget(name: string, place: string): Target {
  const url = URL.parse(place)
  if (url === null) throw refuse(`${name}: the address cannot be read`)
  if (url.username !== '' || url.password !== '')
    throw refuse(
      `${name}: the address holds a user or a password; write --auth '${name}=bearer:\${env:TOKEN}'`,
    )
  if (url.search !== '' || url.hash !== '')
    throw refuse(
      `${name}: the address ends at its path; a query belongs to --collection ${name}:NAME=/PATH?QUERY`,
    )
  return { kind: 'rest', name, url: url.href.replace(/\/+$/, '') }
}

function refuse(message: string): BilateralError {
  return new BilateralError('USAGE', message, { next: 'bilateral init --help' })
}
