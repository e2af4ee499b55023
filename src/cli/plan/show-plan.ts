import type { CliContext } from '../context.ts'
import type { ExitCode } from '../../errors.ts'
import type { Line } from '../output/line.ts'
import type { OpenPairing } from '../world.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import type { PlanFile } from '../../engine/plan/plan-file.ts'
import { EXIT_CODES } from '../../errors.ts'
import { bySide } from '../../core/side.ts'
import { countPlan, describeCount, isIdle, writesOf } from './plan-count.ts'
import { counted } from '../output/relative-time.ts'
import { drawPlan } from './draw-plan.ts'
import { entriesOf } from '../../engine/plan/plan.ts'
import { liftCommand } from '../run/guards.ts'
import { narrate } from '../run/narrate.ts'
import { onlyEntities, requireSystems } from '../run/narrow-pairing.ts'
import { planName, toPlanFile } from '../../engine/plan/plan-file.ts'
import { preview } from '../../engine/preview.ts'
import { savePlanFile } from './save-plan-file.ts'
import { stepDocument } from './step-document.ts'
import { typed } from '../options/typed.ts'
import { withPairing } from '../with-pairing.ts'
import { wrap } from '../output/text-width.ts'

/** What `plan` was asked for. */
export interface PlanOptions {
  readonly out?: string | undefined
  readonly entity?: readonly string[] | undefined
  /** Every record, however many. */
  readonly all?: boolean | undefined
  readonly acceptIdentity?: readonly string[] | undefined
}

/** Shows what a sync would do and why; reads only. Exit 2 when there is anything to do, 5 when a guard would stop it. */
export function showPlan(context: CliContext, options: PlanOptions): Promise<ExitCode> {
  const { output, clock, stop } = context
  const { out, entity, acceptIdentity: accepted = [] } = options
  const narrator = narrate(context)
  const work = async (opened: OpenPairing): Promise<ExitCode> => {
    requireSystems(opened, '--accept-identity', accepted)
    const pairing = onlyEntities(opened, entity)
    const listener = narrator.listenTo(pairing)
    const request = { clock, listener, stop, allowed: {}, accepted }
    const plan = await preview(pairing, request).finally(() => narrator.end())
    const file = out === undefined ? undefined : toPlanFile(plan, pairing, clock.nowMs())
    if (file !== undefined) await savePlanFile(file, out ?? '', context)
    const exitCode = exitCodeOf(plan)
    if (output.json) tellPlan(plan, pairing, { context, exitCode })
    else await printPlan(plan, pairing, { context, options, file })
    return exitCode
  }
  return withPairing(context, work, { onWait: narrator.onWait })
}

function exitCodeOf(plan: Plan): ExitCode {
  if (plan.trips.length > 0) return EXIT_CODES.guarded
  return isIdle(countPlan(plan)) ? EXIT_CODES.done : EXIT_CODES.differences
}

function tellPlan(
  plan: Plan,
  pairing: OpenPairing,
  { context: { output }, exitCode }: { readonly context: CliContext; readonly exitCode: ExitCode },
): void {
  const names = bySide((side) => pairing.systems[side].name)
  for (const entry of entriesOf(plan)) {
    const step = stepDocument(entry, names)
    if (step !== undefined) output.event(step)
  }
  output.event({ type: 'summary', ...countPlan(plan), trips: plan.trips, exitCode })
}

interface Printing {
  readonly context: CliContext
  readonly options: PlanOptions
  readonly file: PlanFile | undefined
}

async function printPlan(
  plan: Plan,
  pairing: OpenPairing,
  { context: { output }, options: { all = false, out }, file }: Printing,
): Promise<void> {
  const { columns } = output
  const names = bySide((side) => pairing.systems[side].name)
  const open = await pairing.store.countPairs({ open: 'intent' })
  if (open > 0) output.note(`${counted(open, 'request')} of an earlier run will be settled first`)
  for (const entity of plan.entities) {
    for (const line of drawPlan(entity, { names, columns, isWhole: all })) output.print(line)
    output.print('')
  }
  const title = file === undefined ? 'Plan' : `Plan ${planName(file)}`
  for (const line of wrap(`${title}: ${describeCount(countPlan(plan))}.`, columns))
    output.print(line)
  const isFirst = (await pairing.store.countPairs({})) === 0
  for (const line of nextLines(plan, { out, isFirst })) output.print(line)
}

/** What to do with a plan. */
function nextLines(
  plan: Plan,
  { out, isFirst }: { readonly out: string | undefined; readonly isFirst: boolean },
): readonly Line[] {
  const count = countPlan(plan)
  const first = isFirst ? ' --first-run' : ''
  if (plan.trips.length > 0)
    return ['A guard stops it.', `next: if it is meant, ${liftCommand(plan.trips)}${first}`]
  if (writesOf(count) + count.adoptions > 0)
    return [`next: bilateral sync${out === undefined ? first : ` ${typed(out)}`}`]
  return count.conflicts > 0 ? ['next: bilateral conflicts'] : []
}
