import { hostname, userInfo } from 'node:os'
import process from 'node:process'
import type { Surroundings } from './configured.ts'
import type { World } from '../world.ts'
import { configuredIn } from './configured.ts'
import { randomNames, systemClock } from '../../engine/request/system-clock.ts'
import type { Sink } from '../output/output.ts'
import { listenForStop } from './stop-signals.ts'

/** The world of a real process. What a command may not need is loaded when it is asked for. */
export function processWorld({ cwd, env }: Surroundings): World {
  const stdout = sinkOf(process.stdout)
  const stderr = sinkOf(process.stderr)
  const person = `${userName()}@${hostname()}`
  return {
    cwd,
    env,
    stdout,
    stderr,
    isInteractive: process.stdin.isTTY && stderr.isTerminal && (env['CI'] ?? '') === '',
    clock: systemClock,
    names: randomNames,
    person,
    owner: ownerOf(person, process.pid),
    isRunning,
    confirm,
    ask,
    ...configuredIn({ cwd, env }),
    ...listenForStop(process, (message) => stderr.write(`\n${message}\n`)),
  }
}

async function confirm(question: string): Promise<boolean | undefined> {
  const prompts = await import('@clack/prompts')
  const answer = await prompts.confirm({
    message: question,
    initialValue: false,
    output: process.stderr,
  })
  return prompts.isCancel(answer) ? undefined : answer
}

async function ask(question: string, hint: string): Promise<string | undefined> {
  const prompts = await import('@clack/prompts')
  const answer = await prompts.text({
    message: question,
    placeholder: hint,
    defaultValue: '',
    output: process.stderr,
  })
  return prompts.isCancel(answer) ? undefined : answer.trim()
}

const OWNER = /@(?<host>[^@]+), process (?<pid>\d+)$/

function ownerOf(person: string, pid: number): string {
  return `${person}, process ${pid}`
}

/** Only of a process on this machine can be told whether it runs. */
function isRunning(owner: string): boolean | undefined {
  const { host, pid } = OWNER.exec(owner)?.groups ?? {}
  if (host !== hostname() || pid === undefined) return undefined
  try {
    process.kill(Number(pid), 0)
    return true
  } catch (error) {
    // A process of somebody else refuses the signal, and runs.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

/** The system may not know the user, as in many containers. */
function userName(): string {
  try {
    return userInfo().username
  } catch {
    return 'unknown'
  }
}

function sinkOf(stream: NodeJS.WriteStream): Sink {
  let isOpen = true
  // A reader that has seen enough (`| head`) is no failure.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    isOpen = false
  })
  return {
    isTerminal: stream.isTTY,
    get columns() {
      return stream.isTTY ? stream.columns : undefined
    },
    write(text) {
      if (isOpen) stream.write(text)
    },
  }
}
