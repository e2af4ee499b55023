import type { CliCommand } from '../../command.ts'

/** `bilateral guarantees`: what each entity promises, what that takes, and what remains possible. */
export const guaranteesCommand: CliCommand = {
  name: 'guarantees',
  summary: 'show what is guaranteed, what remains possible, and what would remove it',
  register(command, run) {
    command
      .argument('[entity]', 'only this entity (default: all)')
      .action((entity: string | undefined) =>
        run(async (context) => {
          const { showGuarantees } = await import('../../guarantees/show-guarantees.ts')
          return showGuarantees(context, entity)
        }),
      )
  },
}
