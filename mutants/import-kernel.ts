import { registerHooks } from 'node:module'
import type { Edit, Mutant } from './mutant.ts'
import type { Kernel } from '../src/model/kernel.ts'

const SOURCE = new URL('../src/', import.meta.url).href
const ROOMS = ['core/', 'protocol/']

/** The files that export what a kernel is made of. */
const FILES = [
  'core/decide/decide.ts',
  'core/journal.ts',
  'protocol/claim.ts',
  'protocol/opening.ts',
  'protocol/operations.ts',
  'protocol/step.ts',
]

/** Edits of the kernel that is being loaded, by the id under which its modules are known. */
const patches = new Map<string, readonly Edit[]>()

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context)
    const id = idOf(context.parentURL ?? '')
    return id !== undefined && isKernel(resolved.url)
      ? { ...resolved, url: `${resolved.url}?mutant=${id}` }
      : resolved
  },
  load(url, context, next) {
    const id = idOf(url)
    if (id === undefined) return next(url, context)
    const path = url.slice(0, url.indexOf('?'))
    const loaded = next(path, context)
    const edits = (patches.get(id) ?? []).filter(({ file }) => path === `${SOURCE}${file}`)
    return { ...loaded, source: edits.reduce(apply, textOf(loaded.source)) }
  },
})

/** Loads the kernel with a mutant's edits in it; nothing is written to disk. Throws when an edit fits nowhere, or twice. */
export async function importKernel({ id, edits }: Mutant): Promise<Kernel> {
  patches.set(id, edits)
  const modules = await Promise.all(
    FILES.map(async (file) => (await import(`${SOURCE}${file}?mutant=${id}`)) as Partial<Kernel>),
  )
  return Object.assign({}, ...modules) as Kernel
}

function idOf(url: string): string | undefined {
  return /\?mutant=(.+)$/.exec(url)?.[1]
}

function isKernel(url: string): boolean {
  return ROOMS.some((room) => url.startsWith(`${SOURCE}${room}`))
}

function apply(source: string, { file, find, put }: Edit): string {
  const parts = source.split(find)
  if (parts.length !== 2)
    throw new Error(
      `${file} holds ${String(parts.length - 1)} times what this mutant replaces: ${find}`,
    )
  return parts.join(put)
}

function textOf(source: unknown): string {
  return typeof source === 'string' ? source : Buffer.from(source as Uint8Array).toString('utf8')
}
