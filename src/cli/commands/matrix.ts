import type { CliCommand } from '../command.ts'

/** `bilateral matrix`: the sixteen cells and what each calls for. */
export const matrixCommand: CliCommand = {
  name: 'matrix',
  summary: 'show what each of the sixteen cells calls for',
  register(command, run) {
    command
      .argument('[entity]', 'only this entity (default: all; the bare law without a configuration)')
      .action((entity: string | undefined) =>
        run(async (context) => {
          const { showMatrix } = await import('../matrix/show-matrix.ts')
          return showMatrix(context, entity)
        }),
      )
  },
}
