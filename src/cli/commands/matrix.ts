import type { CliCommand } from '../command.ts'

/** `bilateral matrix`: the sixteen cells and what each calls for. */
export const matrixCommand: CliCommand = {
  name: 'matrix',
  summary: 'show what each of the sixteen cells calls for',
  register(command, run) {
    command.action(() =>
      run(async (context) => {
        const { showLaw } = await import('../matrix/show-law.ts')
        return showLaw(context)
      }),
    )
  },
}
