import type { CliCommand } from '../command.ts'

/** `bilateral check`: both systems tested, every entity read and judged, nothing written. */
export const checkCommand: CliCommand = {
  name: 'check',
  summary: 'test both systems and tell what a run would meet; writes nothing',
  register(command, run) {
    command
      .option('--entity <name>', 'only this entity')
      .option('--strict', 'warnings make the exit code 2')
      .action((options: { entity?: string; strict?: true }) =>
        run(async (context) => {
          const { showCheck } = await import('../check/show-check.ts')
          return showCheck(context, options)
        }),
      )
  },
}
