import { existsSync, statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { BilateralError } from '../errors.ts'

/** The names under which a configuration is looked for, in each folder. */
export const CONFIG_NAMES = ['bilateral.yaml', 'bilateral.yml', 'bilateral.json'] as const

/** The variable that names the configuration where no option does. */
export const CONFIG_VARIABLE = 'BILATERAL_CONFIG'

/** Where to look for a configuration. */
export interface Search {
  /** What `--config` says: a file, or a folder that holds one. */
  readonly path?: string | undefined
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/**
 * Finds the configuration (C1): `--config`, then `$BILATERAL_CONFIG`, then upward from the working directory to the root
 * of the repository; outside of a repository only the working directory counts, because the folders above it are
 * somebody else's. Answers an absolute path; throws `CONFIG_INVALID` when there is none, or more than one.
 */
export function findConfig({ path, cwd, env }: Search): string {
  if (path !== undefined) return openNamed(resolve(cwd, path), '--config')
  const variable = env[CONFIG_VARIABLE]
  if (variable !== undefined && variable !== '')
    return openNamed(resolve(cwd, variable), `$${CONFIG_VARIABLE}`)
  for (const folder of foldersFrom(resolve(cwd))) {
    const found = findIn(folder)
    if (found !== undefined) return found
  }
  throw refuse(`there is no bilateral.yaml in ${cwd}, nor above it in the same repository`)
}

/** Tells whether there is a configuration, right or wrong: one that was named counts even if it is not there. */
export function hasConfig({ path, cwd, env }: Search): boolean {
  if (path !== undefined || (env[CONFIG_VARIABLE] ?? '') !== '') return true
  return foldersFrom(resolve(cwd)).some((folder) =>
    CONFIG_NAMES.some((name) => existsSync(join(folder, name))),
  )
}

function openNamed(path: string, by: string): string {
  const kind = statSync(path, { throwIfNoEntry: false })
  if (kind === undefined) throw refuse(`${by} names ${path}, and there is nothing`)
  if (!kind.isDirectory()) return path
  const found = findIn(path)
  if (found === undefined)
    throw refuse(`${by} names the folder ${path}, and no bilateral.yaml is in it`)
  return found
}

function findIn(folder: string): string | undefined {
  const found = CONFIG_NAMES.filter((name) => existsSync(join(folder, name)))
  const [only, other] = found
  if (only !== undefined && other !== undefined)
    throw refuse(`${folder} holds both ${only} and ${other}; keep one, or name one with --config`)
  return only === undefined ? undefined : join(folder, only)
}

/** From a folder up to the root of its repository; the folder alone where there is no repository. */
function foldersFrom(start: string): readonly string[] {
  const folders: string[] = []
  for (let folder = start; ; folder = dirname(folder)) {
    folders.push(folder)
    if (existsSync(join(folder, '.git'))) return folders
    if (dirname(folder) === folder) return [start]
  }
}

function refuse(message: string): BilateralError {
  return new BilateralError(
    'CONFIG_INVALID',
    `${message}; nothing was contacted and nothing was written`,
    {
      next: 'bilateral init',
    },
  )
}
