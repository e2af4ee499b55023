import type { ExitCode } from '../errors.ts'
import { EXIT_CODES } from '../errors.ts'
import type { GlobalOptions } from './context.ts'
import type { World } from './world.ts'
import { makeContext } from './context.ts'
import { makeProgram } from './program.ts'
import { reportError } from './report-error.ts'

/**
 * Carries out one command line (C52) and answers its exit code; never rejects. `args` are what follows the program's name.
 */
export async function runCli(args: readonly string[], world: World): Promise<ExitCode> {
  let exitCode: ExitCode = EXIT_CODES.done
  const program = makeProgram(world, async (action) => {
    exitCode = await action(makeContext(world, program.opts<GlobalOptions>()))
  })
  try {
    await program.parseAsync(args, { from: 'user' })
    return exitCode
  } catch (error) {
    return reportError(error, makeContext(world, program.opts<GlobalOptions>()))
  }
}
