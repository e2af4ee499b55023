import type { CliCommand } from '../command.ts'
import { checkCommand } from './check.ts'
import { conflictsCommand } from './conflicts.ts'
import { logCommand } from './log.ts'
import { matrixCommand } from './matrix.ts'
import { statusCommand } from './status.ts'

/** Every command, in the order in which a newcomer meets them. */
export const COMMANDS: readonly CliCommand[] = [
  checkCommand,
  statusCommand,
  conflictsCommand,
  logCommand,
  matrixCommand,
]
