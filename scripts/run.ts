import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { env } from 'node:process'
import { createInterface } from 'node:readline'

/** How to start a command: where, and what to do with each line it prints. */
export interface RunOptions {
  readonly cwd?: string
  /** Receives every line of both streams as it comes; without it they go to our own. */
  readonly onLine?: (line: string) => void
}

/** Runs a command with this project's tools first on the path; resolves with its exit code. */
export function run(command: string, args: string[], options: RunOptions = {}): Promise<number> {
  const { cwd = process.cwd(), onLine } = options
  const path = [join(process.cwd(), 'node_modules', '.bin'), env['PATH']].join(delimiter)
  const stdio = onLine ? 'pipe' : 'inherit'
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env: { ...env, PATH: path }, stdio })
    if (onLine && child.stdout && child.stderr)
      for (const stream of [child.stdout, child.stderr])
        createInterface({ input: stream }).on('line', onLine)
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** Runs a command and throws unless it ends well. */
export async function runOrThrow(command: string, args: string[], cwd?: string): Promise<void> {
  const code = await run(command, args, cwd === undefined ? {} : { cwd })
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}`)
}
