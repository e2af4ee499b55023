import type { CliCommand } from '../command.ts'

/** `bilateral init`: two systems read, a commented configuration proposed and written. */
export const initCommand: CliCommand = {
  name: 'init',
  summary: 'look at two systems and write a commented bilateral.yaml; only reads them',
  register(command, run) {
    const collect = (text: string, before: readonly string[]): readonly string[] => [
      ...before,
      text,
    ]
    command
      .argument(
        '[systems...]',
        'two systems: NAME=https://…, NAME=FILE.db, NAME=FILE.csv or NAME=DIRECTORY',
      )
      .option(
        '--collection <system:name=/path>',
        'a collection of a system asked over HTTP; again for each',
        collect,
        [],
      )
      .option(
        '--auth <system=how>',
        "how a system is shown who asks: 'crm=bearer:${env:CRM_TOKEN}'",
        collect,
        [],
      )
      .option('--force', 'write over a bilateral.yaml that is there')
      .action(
        (systems: string[], options: { collection: string[]; auth: string[]; force?: true }) =>
          run(async (context) => {
            const { showInit } = await import('../init/show-init.ts')
            return showInit(context, { systems, ...options })
          }),
      )
  },
}
