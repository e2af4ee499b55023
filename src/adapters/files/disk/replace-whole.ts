import { chmod, chown, open, rename, rm, stat } from 'node:fs/promises'
import { markOf, sameMark } from './read-whole.ts'
import type { FileHandle } from 'node:fs/promises'
import type { FileMark } from './read-whole.ts'
import { dirname } from 'node:path'

/**
 * Replaces a file as a whole: readers see the old content or the new, never a part, and a crash leaves one of them.
 * The mode stays. Tells the new mark, or `undefined` when the file is no longer at `expected`: nothing was replaced.
 *
 * A program that replaces the file itself in the instant between the last look and the renaming is not noticed; file
 * systems have no conditional rename.
 */
export async function replaceWhole(
  path: string,
  text: string,
  expected: FileMark,
  draftPath: string,
): Promise<FileMark | undefined> {
  try {
    await writeDraft(draftPath, text, path)
    if (!sameMark(await markOf(path), expected)) return undefined
    await rename(draftPath, path)
  } finally {
    await rm(draftPath, { force: true })
  }
  const mark = await markOf(path)
  await syncDirectory(dirname(path))
  return mark
}

async function writeDraft(draftPath: string, text: string, path: string): Promise<void> {
  const { mode, uid, gid } = await stat(path)
  const draft = await open(draftPath, 'wx', 0o600)
  try {
    await draft.writeFile(text)
    await keepOwner(draft, draftPath, { uid, gid })
    await chmod(draftPath, mode & 0o7777)
    await draft.sync()
  } finally {
    await draft.close()
  }
}

/** Only an administrator may give files away; anyone else keeps them, as with every editor. */
async function keepOwner(
  draft: FileHandle,
  draftPath: string,
  { uid, gid }: { readonly uid: number; readonly gid: number },
): Promise<void> {
  const own = await draft.stat()
  if (own.uid === uid && own.gid === gid) return
  await chown(draftPath, uid, gid).catch(() => undefined)
}

/** Makes the renaming itself durable, where directories can be synchronised. */
async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, 'r').catch(() => undefined)
  if (handle === undefined) return
  try {
    await handle.sync()
  } catch {
    // Some file systems refuse to synchronise directories; they order renames themselves.
  } finally {
    await handle.close()
  }
}
