import { existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { BilateralError, type ErrorCode } from '../../errors.ts'

/** SQLite's result codes that are the world's doing: what they mean for us, and what happened in words. */
const SQLITE_TROUBLE: ReadonlyMap<number, readonly [ErrorCode, string]> = new Map([
  [5, ['STORE_BUSY', 'is being written by another process']],
  [6, ['STORE_BUSY', 'is being written by another part of this process']],
  [8, ['STORE_READONLY', 'may not be written']],
  [10, ['STORE_READONLY', 'is on a disk that answers with an error']],
  [11, ['STORE_CORRUPT', 'is damaged']],
  [13, ['STORE_FULL', 'has no room left']],
  [14, ['STORE_READONLY', 'cannot be opened']],
  [15, ['STORE_BUSY', 'is being opened by another process']],
  [26, ['STORE_CORRUPT', 'is not a database']],
  // Extended codes come first where they say more than their low byte, which is the plain code.
  [522, ['STORE_CORRUPT', 'ends in the middle']],
])

const FILE_TROUBLE: ReadonlyMap<string, readonly [ErrorCode, string]> = new Map([
  ['EACCES', ['STORE_READONLY', 'may not be written']],
  ['EPERM', ['STORE_READONLY', 'may not be written']],
  ['EROFS', ['STORE_READONLY', 'is on a disk that may only be read']],
  ['ENOTDIR', ['STORE_READONLY', 'lies below something that is not a folder']],
  ['EEXIST', ['STORE_READONLY', 'lies below something that is not a folder']],
  ['ENOSPC', ['STORE_FULL', 'has no room left']],
  ['EDQUOT', ['STORE_FULL', 'has no room left']],
])

/** SQLite's code for a second row with the same unique value. */
const UNIQUE_VIOLATION = 2067

/** Whether SQLite refused a row because another one holds its unique value. */
export function isUniqueViolation(error: unknown): boolean {
  return sqliteCode(error) === UNIQUE_VIOLATION
}

/** Turns what SQLite and the file system throw into an operating error; anything else is returned as it came. */
export function asTrouble(error: unknown, path: string): unknown {
  const [code, what] = troubleOf(error) ?? []
  if (code === undefined) return error
  const isNew = code === 'STORE_READONLY' && !existsSync(path)
  const message = isNew
    ? `The memory ${path} cannot be made: ${folderOf(path)} ${what}; nothing was written.`
    : `The memory ${path} ${what}; nothing was written to it.`
  return new BilateralError(code, message, { cause: error, next: nextCommand(code, path) })
}

/** The error of a memory that contradicts itself or is not one (`STORE_CORRUPT`). */
export function corrupt(path: string, what: string, cause?: unknown): BilateralError {
  return new BilateralError(
    'STORE_CORRUPT',
    `The memory ${path} ${what}; nothing was written to it.`,
    {
      cause,
      next: nextCommand('STORE_CORRUPT', path),
    },
  )
}

function troubleOf(error: unknown): readonly [ErrorCode, string] | undefined {
  const number = sqliteCode(error)
  if (number !== undefined) {
    const lost = /no such (table|column|index): \w+/.exec((error as Error).message)
    if (lost !== null) return ['STORE_CORRUPT', `lacks a part of itself (${lost[0]})`]
    return SQLITE_TROUBLE.get(number) ?? SQLITE_TROUBLE.get(number & 0xff)
  }
  const name = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof name === 'string' ? FILE_TROUBLE.get(name) : undefined
}

function sqliteCode(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('errcode' in error)) return undefined
  return typeof error.errcode === 'number' ? error.errcode : undefined
}

function nextCommand(code: ErrorCode, path: string): string {
  const folder = JSON.stringify(folderOf(path))
  if (code === 'STORE_FULL') return `df -h ${folder}`
  if (code === 'STORE_READONLY')
    return existsSync(path) ? `ls -ld ${folder} ${JSON.stringify(path)}` : `ls -ld ${folder}`
  return code === 'STORE_BUSY' ? 'bilateral status' : 'bilateral check'
}

/** The nearest folder, or what stands in place of one, that is there. */
function folderOf(path: string): string {
  const folder = dirname(path)
  return folder === path || existsSync(folder) ? folder : folderOf(folder)
}
