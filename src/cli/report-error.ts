import { CommanderError } from 'commander'
import { BilateralError, EXIT_CODES } from '../errors.ts'
import type { CliContext } from './context.ts'
import type { ExitCode } from '../errors.ts'

/** What is told of an error. */
interface Account {
  readonly code: string
  readonly message: string
  readonly next?: string | undefined
  readonly exitCode: ExitCode
  /** What was underneath, for `--verbose`. */
  readonly beneath: readonly string[]
}

/** Causes told by `--verbose`: a chain that goes on is no longer read. */
const CAUSES_SHOWN_MAX = 5

/** Says what went wrong and the smallest next command (C53), and answers the exit code that follows. */
export function reportError(error: unknown, context: CliContext): ExitCode {
  if (error instanceof CommanderError && isHelp(error))
    return error.exitCode === 0 ? EXIT_CODES.done : EXIT_CODES.usage
  const { output, options } = context
  const { beneath, ...account } = accountFor(error, context)
  for (const line of account.message.split('\n')) output.warn(line)
  if (options.verbose === true)
    for (const line of beneath) output.warn([{ text: line, style: 'dim' }])
  if (account.next !== undefined) output.warn(`next: ${account.next}`)
  if (output.json) output.event({ type: 'error', ...account })
  return account.exitCode
}

/** Help and the version come as errors too; they have been written already. */
function isHelp({ code, exitCode }: CommanderError): boolean {
  return exitCode === 0 || code === 'commander.help'
}

function accountFor(error: unknown, { stop }: CliContext): Account {
  if (error instanceof CommanderError) return usage(error)
  if (error instanceof BilateralError) {
    const { code, message, next, exitCode } = error
    return { code, message, next, exitCode, beneath: causesOf(error) }
  }
  if (stop.aborted && isAbort(error, stop)) return INTERRUPTED
  return bug(error)
}

function isAbort(error: unknown, { reason }: AbortSignal): boolean {
  return error === reason || (error instanceof Error && error.name === 'AbortError')
}

const INTERRUPTED: Account = {
  code: 'INTERRUPTED',
  message: 'interrupted; what was done is saved',
  next: 'the same command again',
  exitCode: EXIT_CODES.interrupted,
  beneath: [],
}

/** Commander's own words, as one line: `unknown command 'sycn' (did you mean sync?)`. */
function usage({ message }: CommanderError): Account {
  const [first = '', ...rest] = message.replace(/^error: /, '').split('\n')
  const hints = rest.map((line) => line.toLowerCase())
  return {
    code: 'USAGE',
    message: [first, ...hints].join(' '),
    next: 'bilateral --help',
    exitCode: EXIT_CODES.usage,
    beneath: [],
  }
}

function bug(error: unknown): Account {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return {
    code: 'BUG',
    message: `${message}\nthis is a bug in bilateral; the next run recovers what was under way`,
    next: 'the same command with --verbose, and a report with what it prints',
    exitCode: EXIT_CODES.failed,
    beneath: (stack ?? message).split('\n'),
  }
}

function causesOf(error: Error): readonly string[] {
  const lines: string[] = []
  let { cause } = error
  while (cause instanceof Error && lines.length < CAUSES_SHOWN_MAX) {
    lines.push(`because: ${cause.message}`)
    cause = cause.cause
  }
  return cause === undefined || cause instanceof Error
    ? lines
    : [...lines, `because: ${typeof cause === 'string' ? cause : JSON.stringify(cause)}`]
}
