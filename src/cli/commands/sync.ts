import { InvalidArgumentError } from 'commander'
import type { CliCommand } from '../command.ts'
import type { SyncOptions } from '../run/run-sync.ts'

/** `bilateral sync`: brings both systems into agreement. */
export const syncCommand: CliCommand = {
  name: 'sync',
  summary: 'bring both systems into agreement; safe to repeat and to interrupt',
  register(command, run) {
    command
      .argument('[plan]', 'a file of `plan --out`: performed exactly, or not at all')
      .option('--first-run', 'link and write without asking when nothing is remembered yet')
      .option('--entity <name>', 'only this entity')
      .option('--allow-delete <count>', 'lift the guard on deletes up to this many', parseCount)
      .option('--allow-update <count>', 'lift the guards on updates up to this many', parseCount)
      .option('--allow-create <count>', 'lift the guard on creates up to this many', parseCount)
      .option('--allow-empty', 'accept that a system shows few records or none')
      .option(
        '--accept-identity <system>',
        'accept that this system is another one now',
        collect,
        [],
      )
      .action((planFile: string | undefined, options: SyncOptions) =>
        run(async (context) => {
          const { runSync } = await import('../run/run-sync.ts')
          return runSync(context, { ...options, planFile })
        }),
      )
  },
}

function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It has to be a whole number.')
  return Number(text)
}

function collect(name: string, names: readonly string[]): readonly string[] {
  return [...names, name]
}
