import {
  accessSync,
  appendFileSync,
  constants,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { BilateralError } from '../../errors.ts'

/** Makes sure that a file could be written there, before anything is read for it. Throws `USAGE`. */
export function checkPlace(file: string): void {
  let folder = dirname(file)
  while (!existsSync(folder)) folder = dirname(folder)
  orRefuse(file, () => {
    accessSync(join(folder, '.'), constants.W_OK | constants.X_OK)
  })
}

/**
 * Puts a configuration in its place at once, after `load` took it: whatever happens before, what was there stays. Tells
 * whether the memory had to be added to `.gitignore`. Throws `USAGE` where it cannot be written, and what `load` throws.
 */
export function placeConfig(file: string, text: string, load: (draft: string) => void): boolean {
  const draft = `${file}.${randomUUID()}`
  try {
    orRefuse(file, () => {
      mkdirSync(dirname(file), { recursive: true })
      writeFileSync(draft, text, { flag: 'wx' })
    })
    load(draft)
    return orRefuse(file, () => {
      const added = ignoreMemory(dirname(file))
      renameSync(draft, file)
      return added
    })
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Adds the folder of the memory to `.gitignore`, unless it stands there. Tells whether it did. */
function ignoreMemory(folder: string): boolean {
  const path = join(folder, '.gitignore')
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  if (/^\/?\.bilateral\/?$/m.test(text)) return false
  appendFileSync(path, `${text === '' || text.endsWith('\n') ? '' : '\n'}.bilateral/\n`)
  return true
}

function orRefuse<T>(file: string, write: () => T): T {
  try {
    return write()
  } catch (cause) {
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : String(cause)
    throw new BilateralError('USAGE', `${file} cannot be written (${why}); nothing was written`, {
      cause,
      next: 'bilateral init --config with another file or folder',
    })
  }
}
