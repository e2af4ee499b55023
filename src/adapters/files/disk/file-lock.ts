import { basename, dirname, join } from 'node:path'
import { open, readFile, readdir, rename, rm, stat } from 'node:fs/promises'
import { hasCode } from './file-failure.ts'
import { hostname } from 'node:os'
import { kill, pid } from 'node:process'
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'

/** The right to replace one file, held for one replacement. */
export interface FileLock {
  /** Where the new content is drafted; left-over drafts of a crash are removed with the next lock. */
  readonly draftPath: string
  release(): Promise<void>
}

/** How long a lock of another process is waited for. */
export const FILE_LOCK_WAIT_MS = 2000

/** A replacement takes seconds: an older lock was left by a crash, whatever process has its number now. */
export const FILE_LOCK_STALE_MS = 10 * 60 * 1000

const LOOK_AGAIN_AFTER_MS = 50

/**
 * Takes the lock that stands beside a file as `.<name>.bilateral-lock`. A lock whose process died on this machine is
 * taken over, and so is one that is too old. `undefined`: another process holds it. Not for readers, which always see a whole file.
 */
export async function lockFile(path: string): Promise<FileLock | undefined> {
  const lockPath = besides(path, 'lock')
  const holder = `${pid} ${hostname()} ${randomUUID()}`
  const deadlineMs = Date.now() + FILE_LOCK_WAIT_MS
  while (!(await create(lockPath, holder))) {
    if (await removeStale(lockPath)) continue
    if (Date.now() >= deadlineMs) return undefined
    await sleep(LOOK_AGAIN_AFTER_MS)
  }
  await removeDrafts(path)
  return {
    draftPath: besides(path, `${randomUUID()}.draft`),
    release: () => rm(lockPath, { force: true }),
  }
}

function besides(path: string, ending: string): string {
  return join(dirname(path), `.${basename(path)}.bilateral-${ending}`)
}

/** Whether the lock is ours now. */
async function create(lockPath: string, holder: string): Promise<boolean> {
  try {
    const handle = await open(lockPath, 'wx', 0o600)
    await handle.writeFile(holder).finally(() => handle.close())
    return true
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false
    throw error
  }
}

/** Removes a lock whose process is gone. It is moved aside first, so that of two removers only one succeeds. */
async function removeStale(lockPath: string): Promise<boolean> {
  const seen = await readLock(lockPath)
  if (seen === undefined) return true
  if (!isDead(seen) && !(await isOld(lockPath))) return false
  const aside = `${lockPath}.${randomUUID()}`
  try {
    await rename(lockPath, aside)
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return true
    throw error
  }
  const isTheOneSeen = (await readLock(aside)) === seen
  await (isTheOneSeen ? rm(aside, { force: true }) : rename(aside, lockPath))
  return isTheOneSeen
}

async function readLock(lockPath: string): Promise<string | undefined> {
  try {
    return await readFile(lockPath, 'utf8')
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return undefined
    throw error
  }
}

/** A process of another machine, or one that has not yet written its name, is never taken for dead. */
function isDead(holder: string): boolean {
  const [id, host] = holder.split(' ')
  if (host !== hostname()) return false
  try {
    kill(Number(id), 0)
    return false
  } catch (error) {
    return hasCode(error, 'ESRCH')
  }
}

async function isOld(lockPath: string): Promise<boolean> {
  const seen = await stat(lockPath).catch(() => undefined)
  return seen !== undefined && Date.now() - seen.mtimeMs > FILE_LOCK_STALE_MS
}

async function removeDrafts(path: string): Promise<void> {
  const start = basename(besides(path, ''))
  const names = await readdir(dirname(path))
  const drafts = names.filter((name) => name.startsWith(start) && name.endsWith('.draft'))
  await Promise.all(drafts.map((name) => rm(join(dirname(path), name), { force: true })))
}
