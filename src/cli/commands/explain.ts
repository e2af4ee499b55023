import type { CliCommand } from '../command.ts'

/** `bilateral explain`: everything about one record. */
export const explainCommand: CliCommand = {
  name: 'explain',
  summary: 'explain one record: what was agreed, what both say now, what follows and why',
  register(command, run) {
    command
      .argument('<record>', 'a pair (company/12), a record (crm:acc_1), or an id of either system')
      .action((record: string) =>
        run(async (context) => {
          const { showExplain } = await import('../explain/show-explain.ts')
          return showExplain(context, record)
        }),
      )
  },
}
