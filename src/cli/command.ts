import type { Command } from 'commander'
import type { CliContext } from './context.ts'
import type { ExitCode } from '../errors.ts'

/** What a command does once its arguments are parsed. */
export type Action = (context: CliContext) => Promise<ExitCode>

/** Carries out an action with the options given, and keeps its exit code. */
export type Run = (action: Action) => Promise<void>

/**
 * One command of the program. A file that declares one imports nothing heavy: what the command does is imported within its
 * action, so that `--version` and `--help` load none of it.
 */
export interface CliCommand {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** Adds arguments, options and the action to a command that has its name and summary already. */
  readonly register: (command: Command, run: Run) => void
}
