import { BilateralError } from '../../../errors.ts'
import type { ErrorCode } from '../../../errors.ts'

/** Whether an error of the file system carries this code, such as `EEXIST`. */
export function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

const CONSEQUENCES: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  ENOENT: ['SYSTEM_UNAVAILABLE', 'there is no such file'],
  ENOTDIR: ['SYSTEM_UNAVAILABLE', 'there is no such directory'],
  EISDIR: ['CONFIG_INVALID', 'it is a directory, not a file'],
  EACCES: ['SYSTEM_AUTH', 'the permission is missing'],
  EPERM: ['SYSTEM_AUTH', 'the permission is missing'],
  EROFS: ['SYSTEM_AUTH', 'the file system is read-only'],
  ENOSPC: ['SYSTEM_UNAVAILABLE', 'the disk is full'],
  EDQUOT: ['SYSTEM_UNAVAILABLE', 'the quota of the disk is used up'],
}

/** The operating error an error of the file system means; `what` names the file and what was not done. */
export function toError(error: unknown, what: string): unknown {
  if (!(error instanceof Error) || !('code' in error) || error instanceof BilateralError)
    return error
  const [code, meaning] = CONSEQUENCES[String(error.code)] ?? ['SYSTEM_UNAVAILABLE', error.message]
  return new BilateralError(code, `${what}: ${meaning}`, { cause: error, next: 'bilateral check' })
}
