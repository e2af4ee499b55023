import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

/** How one command ended, and what it said on standard output. */
export interface Ended {
  /** The exit code; `null` when the process was killed. */
  readonly code: number | null
  readonly output: string
}

/** A command under way. */
export interface Running {
  readonly ended: Promise<Ended>
  /** Ends the process at once, as a power cut would. */
  readonly kill: () => void
}

/** Bilateral as a user runs it: a process of its own for every command. */
export interface Bilateral {
  start(...words: readonly string[]): Running
  /** Runs a command to its end. */
  run(...words: readonly string[]): Promise<Ended>
}

/** Bilateral with this configuration and these variables in its environment; `show` gets all it prints. */
export function createBilateral(
  configPath: string,
  variables: Readonly<Record<string, string>>,
  show: (text: string) => void,
): Bilateral {
  const script = fileURLToPath(new URL('../src/cli/main.ts', import.meta.url))
  const env = { ...process.env, ...variables }
  const start = (...words: readonly string[]): Running => {
    const child = spawn(process.execPath, [script, ...words, '--config', configPath], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    const isQuiet = words.includes('--json')
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (!isQuiet) show(text)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      if (!isQuiet) show(text)
    })
    const { promise: ended, resolve, reject } = Promise.withResolvers<Ended>()
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({ code, output })
    })
    return { ended, kill: () => void child.kill('SIGKILL') }
  }
  return { start, run: (...words) => start(...words).ended }
}
