import type { ExitCode } from '../../src/errors.ts'
import type { World } from '../../src/cli/world.ts'
import { runCli } from '../../src/cli/run-cli.ts'

/** What a command said and how it ended. */
export interface Performance {
  readonly exitCode: ExitCode
  readonly out: string
  readonly err: string
  /** Stdout, line by line. */
  readonly lines: readonly string[]
  /** Stdout as one JSON document. */
  json(): unknown
  /** Stdout as JSON lines. */
  events(): readonly Readonly<Record<string, unknown>>[]
}

/** A world for tests: no process, no terminal unless asked for, no environment. */
export interface StageOptions extends Partial<Omit<World, 'stdout' | 'stderr'>> {
  /** Columns of the terminal on both streams; absent where there is none. */
  readonly terminal?: number | undefined
}

/** Carries out one command line without a process and keeps everything it says. */
export async function perform(
  args: readonly string[],
  { terminal, ...options }: StageOptions = {},
): Promise<Performance> {
  const texts = { out: '', err: '' }
  const sink = (to: 'out' | 'err') => ({
    isTerminal: terminal !== undefined,
    columns: terminal,
    write: (text: string) => void (texts[to] += text),
  })
  const streams = { stdout: sink('out'), stderr: sink('err') }
  const exitCode = await runCli(args, { ...quietWorld(), ...streams, ...options })
  const lines = texts.out.split('\n').slice(0, -1)
  return {
    exitCode,
    ...texts,
    lines,
    json: () => JSON.parse(texts.out) as unknown,
    events: () => lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>),
  }
}

function quietWorld(): Omit<World, 'stdout' | 'stderr'> {
  return {
    cwd: '/nowhere',
    env: {},
    isInteractive: false,
    stop: new AbortController().signal,
    abort: new AbortController().signal,
  }
}
