import type { OpenPairing, World } from '../../src/cli/world.ts'
import { countingClock, countingNames } from '../engine/world.ts'
import type { ExitCode } from '../../src/errors.ts'
import type { Pairing } from '../../src/engine/pairing.ts'
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

/** A world for tests: no process, no terminal unless asked for, no environment, and the pairing given. */
export interface StageOptions extends Partial<Omit<World, 'stdout' | 'stderr'>> {
  readonly pairing?: Pairing | undefined
  /** Columns of the terminal on both streams; absent where there is none. */
  readonly terminal?: number | undefined
}

/** Carries out one command line without a process and keeps everything it says. */
export async function perform(
  args: readonly string[],
  { terminal, pairing, ...options }: StageOptions = {},
): Promise<Performance> {
  const texts = { out: '', err: '' }
  const sink = (to: 'out' | 'err') => ({
    isTerminal: terminal !== undefined,
    columns: terminal,
    write: (text: string) => void (texts[to] += text),
  })
  const streams = { stdout: sink('out'), stderr: sink('err') }
  const exitCode = await runCli(args, { ...quietWorld(pairing), ...streams, ...options })
  const lines = texts.out.split('\n').slice(0, -1)
  return {
    exitCode,
    ...texts,
    lines,
    json: () => JSON.parse(texts.out) as unknown,
    events: () => lines.map((line) => JSON.parse(line) as Readonly<Record<string, unknown>>),
  }
}

/** Everything of a world but its streams. */
export function quietWorld(pairing?: Pairing): Omit<World, 'stdout' | 'stderr'> {
  return {
    cwd: '/nowhere',
    env: {},
    isInteractive: false,
    stop: new AbortController().signal,
    abort: new AbortController().signal,
    clock: countingClock(),
    names: countingNames(),
    person: 'jana@laptop',
    owner: 'jana@laptop, process 1',
    isRunning: () => undefined,
    confirm: async () => {
      throw new Error('nobody can be asked')
    },
    ask: async () => {
      throw new Error('nobody can be asked')
    },
    hasConfig: async () => pairing !== undefined,
    openPairing: async () => open(pairing),
  }
}

function open(pairing: Pairing | undefined): OpenPairing {
  if (pairing === undefined) throw new Error('there is no pairing on this stage')
  return { ...pairing, close: async () => undefined }
}
