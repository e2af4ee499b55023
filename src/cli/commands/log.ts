import type { CliCommand } from '../command.ts'
import type { LogOptions } from '../journal/show-log.ts'

/** `bilateral log`: what was done, why, and what it replaced. */
export const logCommand: CliCommand = {
  name: 'log',
  summary: 'show what was done, why, and the values it replaced',
  register(command, run) {
    command
      .argument('[record-or-run]', 'a pair (company/12), an id (crm:123), or the name of a run')
      .option('--limit <count>', 'show at most so many lines, the newest ones')
      .option('--since <moment>', 'show lines since a date, or since so long ago (2d)')
      .action((about: string | undefined, options: LogOptions) =>
        run(async (context) => {
          const { showLog } = await import('../journal/show-log.ts')
          return showLog(context, about, options)
        }),
      )
  },
}
