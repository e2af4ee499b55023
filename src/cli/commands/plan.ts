import type { CliCommand } from '../command.ts'
import type { PlanOptions } from '../plan/show-plan.ts'
import { collect } from '../options/collect.ts'

/** `bilateral plan`: what a sync would do, and why. */
export const planCommand: CliCommand = {
  name: 'plan',
  summary:
    'show what a sync would write and why; writes nothing, ends with 2 if there is something',
  register(command, run) {
    command
      .option('--out <file>', 'keep the plan in a file, which `sync <file>` performs exactly')
      .option('--entity <name>', 'only this entity (may be repeated)', collect)
      .option('--all', 'show every record, however many')
      .option('--accept-identity <system>', 'accept that this system is another one now', collect)
      .action((options: PlanOptions) =>
        run(async (context) => {
          const { showPlan } = await import('../plan/show-plan.ts')
          return showPlan(context, options)
        }),
      )
  },
}
