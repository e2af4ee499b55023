import { open, stat } from 'node:fs/promises'
import { BilateralError } from '../../../errors.ts'
import type { BigIntStats } from 'node:fs'
import { FILE_BYTES_MAX } from '../files-config.ts'
import { setTimeout as sleep } from 'node:timers/promises'

/** Tells one state of a file from another, as far as the file system does. */
export interface FileMark {
  readonly inode: bigint
  readonly size: bigint
  readonly modifiedNs: bigint
  readonly changedNs: bigint
}

/** A file's bytes, and the mark it had while they were read. */
export interface WholeFile {
  readonly bytes: Buffer
  readonly mark: FileMark
}

/** How often a file that changes while it is read is read again. */
export const FILE_READ_ATTEMPTS_MAX = 10

/** A modification time further ahead than this is a clock that differs, not a file being written. */
const SKEW_MS = 2000

const MS_NS = 1_000_000n

/**
 * Reads a file at one moment: nobody wrote to it meanwhile, or shortly before. Throws `SYSTEM_UNAVAILABLE` when it is
 * never left alone, and errors of the file system as they come.
 */
export async function readWhole(path: string, quietMs: number): Promise<WholeFile> {
  for (let attempt = 1; attempt <= FILE_READ_ATTEMPTS_MAX; attempt++) {
    await quiet(path, quietMs)
    const whole = await readOnce(path)
    if (sameMark(whole.mark, await markOf(path))) return whole
  }
  throw new BilateralError(
    'SYSTEM_UNAVAILABLE',
    `${path} is being written to; nothing was concluded from it`,
  )
}

/** The mark of a file as it is now. */
export async function markOf(path: string): Promise<FileMark> {
  return toMark(await stat(path, { bigint: true }))
}

/** Whether two marks are of the same state. */
export function sameMark(left: FileMark, right: FileMark): boolean {
  return (
    left.inode === right.inode &&
    left.size === right.size &&
    left.modifiedNs === right.modifiedNs &&
    left.changedNs === right.changedNs
  )
}

function toMark(stats: BigIntStats): FileMark {
  return {
    inode: stats.ino,
    size: stats.size,
    modifiedNs: stats.mtimeNs,
    changedNs: stats.ctimeNs,
  }
}

async function readOnce(path: string): Promise<WholeFile> {
  const handle = await open(path, 'r')
  try {
    const mark = toMark(await handle.stat({ bigint: true }))
    if (mark.size > BigInt(FILE_BYTES_MAX))
      throw new BilateralError(
        'SYSTEM_ANSWER',
        `${path} has ${mark.size} bytes, more than the ${FILE_BYTES_MAX} that are read; nothing was concluded from it`,
      )
    return { bytes: await handle.readFile(), mark }
  } finally {
    await handle.close()
  }
}

/** Waits until the file was left alone for a while; what was last modified long ago is not waited for. */
async function quiet(path: string, quietMs: number): Promise<void> {
  const { modifiedNs } = await markOf(path)
  const ageMs = Date.now() - Number(modifiedNs / MS_NS)
  if (ageMs < quietMs && ageMs > -SKEW_MS) await sleep(quietMs - Math.max(ageMs, 0))
}
