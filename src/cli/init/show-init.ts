import { BilateralError, EXIT_CODES } from '../../errors.ts'
import { existsSync, statSync } from 'node:fs'
import { extname, join, resolve } from 'node:path'
import type { CliContext } from '../context.ts'
import type { ExitCode } from '../../errors.ts'
import type { InitWishes } from './ask-wishes.ts'
import { UI_VERSION } from '../output/output.ts'
import { completeWishes } from './ask-wishes.ts'
import { drawProposal } from './draw-proposal.ts'
import { initialize } from '../../config/init/initialize.ts'

/** What `init` understands besides the options of all commands. */
export interface InitOptions extends InitWishes {
  readonly force?: boolean | undefined
}

/**
 * Reads two systems and writes a configuration that proposes how they are kept in agreement (C94, C98). Throws `USAGE` for
 * what is not said where nobody can be asked, and when there is a configuration already.
 */
export async function showInit(context: CliContext, options: InitOptions): Promise<ExitCode> {
  const { output, cwd, env, stop } = context
  const file = fileOf(context)
  if (existsSync(file) && options.force !== true)
    throw new BilateralError('USAGE', `${file} is there already; nothing was read or written`, {
      next: 'bilateral check, or bilateral init --force to write over it',
    })
  const wishes = await completeWishes(options, context)
  if (wishes === undefined) return EXIT_CODES.interrupted
  const done = await initialize({
    file,
    cwd,
    env,
    signal: stop,
    systems: wishes.systems,
    collections: wishes.collection,
    auth: wishes.auth,
    tell: (step) => output.progress(step),
  })
  output.progress('')
  if (output.json) output.document({ version: UI_VERSION, ...done })
  else for (const line of drawProposal(done, output.columns)) output.print(line)
  return EXIT_CODES.done
}

/** `--config` names the file to write, or the folder to write it in, which need not be there. */
function fileOf({ options, cwd }: CliContext): string {
  const path = resolve(cwd, options.config ?? '.')
  const found = statSync(path, { throwIfNoEntry: false })
  const isFolder = found?.isDirectory() ?? extname(path) === ''
  return isFolder ? join(path, 'bilateral.yaml') : path
}
