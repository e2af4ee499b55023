import { cpSync, globSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runOrThrow } from './run.ts'

/** Compiles `src/` to an empty `dist/` and copies beside it what the compiler leaves out. */
export async function build(): Promise<void> {
  rmSync('dist', { recursive: true, force: true })
  await runOrThrow('tsc', ['-p', 'tsconfig.build.json'])
  for (const asset of globSync('**/*.{sql,json}', { cwd: 'src' }))
    cpSync(join('src', asset), join('dist', asset))
}

if (import.meta.main) await build()
