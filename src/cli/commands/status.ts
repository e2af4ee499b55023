import type { CliCommand } from '../command.ts'

/** `bilateral status`: how things stand, from the memory alone. */
export const statusCommand: CliCommand = {
  name: 'status',
  summary: 'show how things stand, without asking either system',
  register(command, run) {
    command
      .option('--porcelain', 'one stable line for each record about which something is open')
      .action(({ porcelain = false }: { readonly porcelain?: boolean }) =>
        run(async (context) => {
          const { showStatus } = await import('../status/show-status.ts')
          return showStatus(context, { porcelain })
        }),
      )
  },
}
