import type { CliCommand } from '../command.ts'
import type { ExplainOptions } from '../explain/show-explain.ts'

/** `bilateral explain`: everything about one record. */
export const explainCommand: CliCommand = {
  name: 'explain',
  summary: 'explain one record: what was agreed, what both say now, what follows and why',
  register(command, run) {
    command
      .argument('<record>', 'a pair (company/12), an id (crm:acc_1, acc_1), or a match key')
      .option('--entity <name>', 'only look among the records of this entity')
      .action((record: string, options: ExplainOptions) =>
        run(async (context) => {
          const { showExplain } = await import('../explain/show-explain.ts')
          return showExplain(context, record, options)
        }),
      )
  },
}
