import type { CliCommand } from '../command.ts'
import type { SyncOptions } from '../run/run-sync.ts'
import { collect } from '../options/collect.ts'
import { readCount } from '../options/read-count.ts'

/** `bilateral sync`: brings both systems into agreement. */
export const syncCommand: CliCommand = {
  name: 'sync',
  summary: 'bring both systems into agreement; safe to repeat and to interrupt',
  register(command, run) {
    command
      .argument('[plan]', 'a file of `plan --out`: performed exactly, or not at all')
      .option('--first-run', 'link and write without asking when nothing is remembered yet')
      .option('--entity <name>', 'only this entity (may be repeated)', collect)
      .option('--allow-delete <count>', 'lift the guard on deletes up to this many', readCount)
      .option('--allow-update <count>', 'lift the guards on updates up to this many', readCount)
      .option('--allow-create <count>', 'lift the guard on creates up to this many', readCount)
      .option(
        '--allow-empty',
        'accept that a system shows few records or none, or a field in none of them',
      )
      .option('--accept-identity <system>', 'accept that this system is another one now', collect)
      .option('--trace <file>', 'add what passes the doors of this run to a file for verify-trace')
      .action((planFile: string | undefined, options: SyncOptions) =>
        run(async (context) => {
          const { runSync } = await import('../run/run-sync.ts')
          return runSync(context, { ...options, planFile })
        }),
      )
  },
}
