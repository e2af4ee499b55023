import type { CliCommand } from '../command.ts'
import type { TypedCriteria } from '../inbox/criteria.ts'

/** `bilateral conflicts`: the questions that wait for a person. */
export const conflictsCommand: CliCommand = {
  name: 'conflicts',
  summary: 'show the questions that wait for you; ends with 3 while there are any',
  register(command, run) {
    command
      .option('--entity <name>', 'only questions about records of this entity')
      .option('--field <name>', 'only questions about this field')
      .option('--kind <kind>', 'only questions of this kind, as in updated/deleted or ambiguous')
      .option('--older <age>', 'only questions asked at least so long ago (2d)')
      .action((criteria: TypedCriteria) =>
        run(async (context) => {
          const { showConflicts } = await import('../inbox/show-conflicts.ts')
          return showConflicts(context, criteria)
        }),
      )
  },
}
