import { chownSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { geteuid, seteuid } from 'node:process'
import { onTestFinished } from 'vitest'

/** Somebody who is not root and owns nothing. */
const NOBODY = 65_534

/** A folder for one test, removed when it has finished. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'bilateral-store-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Runs as somebody to whom permissions apply, in a folder of their own: root may write whatever the mode says. */
export async function asOrdinaryUser(attempt: (folder: string) => Promise<void>): Promise<void> {
  const folder = temporaryFolder()
  if (geteuid?.() !== 0) return attempt(folder)
  chownSync(folder, NOBODY, NOBODY)
  seteuid?.(NOBODY)
  try {
    await attempt(folder)
  } finally {
    seteuid?.(0)
  }
}
