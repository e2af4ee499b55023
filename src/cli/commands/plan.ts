import type { CliCommand } from '../command.ts'
import type { PlanOptions } from '../run/show-plan.ts'

/** `bilateral plan`: what a sync would do, and why. */
export const planCommand: CliCommand = {
  name: 'plan',
  summary: 'show what a sync would write and why; writes nothing, exit 2 when there is something',
  register(command, run) {
    command
      .option('--out <file>', 'write the plan to a file that `sync <file>` performs exactly')
      .option('--entity <name>', 'only this entity')
      .option('--all', 'every line, however many')
      .action((options: PlanOptions) =>
        run(async (context) => {
          const { showPlan } = await import('../run/show-plan.ts')
          return showPlan(context, options)
        }),
      )
  },
}
