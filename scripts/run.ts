import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { cwd, env } from 'node:process'
import { createInterface } from 'node:readline'

/**
 * Runs a command with this project's tools first on the path; resolves with its exit code.
 * `onLine` receives every line of both streams as it comes; without it they go to our own.
 */
export function run(
  command: string,
  args: readonly string[],
  onLine?: (line: string) => void,
): Promise<number> {
  const path = [join(cwd(), 'node_modules', '.bin'), env['PATH']].join(delimiter)
  const stdio = onLine ? 'pipe' : 'inherit'
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...env, PATH: path }, stdio })
    for (const stream of [child.stdout, child.stderr])
      if (onLine && stream) createInterface({ input: stream }).on('line', onLine)
    child.on('error', reject)
    child.on('close', (code) => resolve(code ?? 1))
  })
}

/** Runs a command in silence; throws with everything it printed unless it ends well. */
export async function runOrThrow(command: string, args: readonly string[]): Promise<void> {
  const lines: string[] = []
  const code = await run(command, args, (line) => lines.push(line))
  if (code !== 0) throw new Error([`${command} ended with ${code}`, ...lines].join('\n'))
}
