import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

/** How one run of the command ended. */
export interface Ended {
  /** The exit code; `null` for a process that was killed. */
  readonly code: number | null
  readonly signal: string | null
  readonly output: string
  readonly durationMs: number
}

/** One run of the command under way. */
export interface Command {
  readonly kill: () => void
  readonly ended: Promise<Ended>
}

const MAIN = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
const FAIL_POINT = new URL('fail-point.ts', import.meta.url).href

/** Longest that one run may take; it is killed then, and counts as a violation. */
export const RUN_MS_MAX = 60_000

/** Starts `bilateral sync`, the real command in a process of its own, with the fail points loaded into it. */
export function startSync(
  folder: string,
  variables: Readonly<Record<string, string | undefined>>,
): Command {
  const args = ['--import', FAIL_POINT, MAIN, 'sync', '--first-run', '--json']
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: RUN_MS_MAX,
    killSignal: 'SIGTERM',
  })
  const startedMs = performance.now()
  const parts: Buffer[] = []
  child.stdout.on('data', (part: Buffer) => parts.push(part))
  child.stderr.on('data', (part: Buffer) => parts.push(part))
  return {
    kill: () => void child.kill('SIGKILL'),
    ended: once(child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as string | null,
      output: Buffer.concat(parts).toString(),
      durationMs: performance.now() - startedMs,
    })),
  }
}
