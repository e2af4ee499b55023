import type { CliCommand } from '../command.ts'
import type { ResolveOptions } from '../resolve/read-answer.ts'

const collect = (value: string, earlier: readonly string[] = []): readonly string[] => [
  ...earlier,
  value,
]

/** `bilateral resolve`: answers to questions in the inbox. */
export const resolveCommand: CliCommand = {
  name: 'resolve',
  summary: 'answer questions of the inbox; the next sync carries the answers out',
  register(command, run) {
    command
      .argument('[id...]', 'questions, by their ids (company/12)')
      .option('--take <system>', 'the version of this system stands')
      .option('--value <field=value>', 'a value of your own, as JSON or text; repeatable', collect)
      .option('--both', 'both records stay, each with a counterpart of its own')
      .option('--adopt <record-id>', 'this record of the other system is the counterpart')
      .option('--retry', 'send a create again that nobody answered')
      .option('--forget', 'forget a create that nobody answered')
      .option('--undo', 'take an answer back that was not carried out yet')
      .option(
        '--where <criteria>',
        "every question that meets these, as in 'field=phone and older=2d'",
      )
      .option('--dry-run', 'show what would be answered, and write nothing')
      .option('-y, --yes', 'with --where: do not ask whether that is meant')
      .action((ids: readonly string[], options: ResolveOptions) =>
        run(async (context) => {
          const { showResolve } = await import('../resolve/show-resolve.ts')
          return showResolve(context, ids, options)
        }),
      )
  },
}
