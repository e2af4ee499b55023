import type { CliCommand } from '../command.ts'
import { checkCommand } from './check.ts'
import { guaranteesCommand } from './proof/guarantees.ts'
import { initCommand } from './init.ts'
import { conflictsCommand } from './conflicts.ts'
import { explainCommand } from './explain.ts'
import { logCommand } from './log.ts'
import { matrixCommand } from './matrix.ts'
import { planCommand } from './plan.ts'
import { resolveCommand } from './resolve.ts'
import { statusCommand } from './status.ts'
import { syncCommand } from './sync.ts'
import { verifyTraceCommand } from './proof/verify-trace.ts'

/** Every command, in the order in which a newcomer meets them. */
export const COMMANDS: readonly CliCommand[] = [
  initCommand,
  checkCommand,
  planCommand,
  syncCommand,
  statusCommand,
  conflictsCommand,
  resolveCommand,
  explainCommand,
  logCommand,
  matrixCommand,
  verifyTraceCommand,
  guaranteesCommand,
]
