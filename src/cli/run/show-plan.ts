import { writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { CliContext } from '../context.ts'
import type { ExitCode } from '../../errors.ts'
import type { OpenPairing } from '../world.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import { BilateralError, EXIT_CODES } from '../../errors.ts'
import { bySide } from '../../core/side.ts'
import { countPlan, describeCount, isIdle, liftOf } from './plan-count.ts'
import { counted } from '../output/relative-time.ts'
import { createReferences } from '../../engine/references.ts'
import { drawPlan } from './draw-plan.ts'
import { makePlan } from '../../engine/plan/make-plan.ts'
import { narrate } from './narrate.ts'
import { onlyEntity } from './only-entity.ts'
import { planFileText, toPlanFile } from '../../engine/plan/plan-file.ts'
import { withPairing } from '../with-pairing.ts'

/** What `plan` was asked for. */
export interface PlanOptions {
  readonly out?: string | undefined
  readonly entity?: string | undefined
  /** Every line, however many. */
  readonly all?: boolean | undefined
}

/** Shows what a sync would do and why; reads only. Exit 2 when there is anything to do, 5 when a guard would stop it. */
export function showPlan(context: CliContext, options: PlanOptions): Promise<ExitCode> {
  return withPairing(context, async (opened) => {
    const pairing = onlyEntity(opened, options.entity)
    const plan = await makePlanOf(pairing, context)
    if (options.out !== undefined) await keep(plan, pairing, context, options.out)
    if (context.output.json)
      context.output.document({
        ...toPlanFile(plan, pairing, context.clock.nowMs()),
        count: countPlan(plan),
        trips: plan.trips,
      })
    else await print(plan, pairing, context, options)
    if (plan.trips.length > 0) return EXIT_CODES.guarded
    return isIdle(countPlan(plan)) ? EXIT_CODES.done : EXIT_CODES.differences
  })
}

/** Plans without recovering first: requests that an earlier run left open keep their pairs waiting. */
async function makePlanOf(pairing: OpenPairing, context: CliContext): Promise<Plan> {
  const names = bySide((side) => pairing.systems[side].name)
  const plan = await makePlan({
    pairing,
    references: createReferences(pairing.store),
    clock: context.clock,
    listener: context.output.json ? () => undefined : narrate(context, names),
    signal: context.stop,
    allowed: {},
  })
  context.output.progress('')
  if (context.stop.aborted)
    throw new BilateralError('INTERRUPTED', 'the plan was interrupted; nothing was written')
  return plan
}

async function keep(
  plan: Plan,
  pairing: OpenPairing,
  { cwd, clock }: CliContext,
  out: string,
): Promise<void> {
  await writeFile(resolve(cwd, out), planFileText(toPlanFile(plan, pairing, clock.nowMs())))
}

async function print(
  plan: Plan,
  pairing: OpenPairing,
  { output }: CliContext,
  { all, out }: PlanOptions,
): Promise<void> {
  const names = bySide((side) => pairing.systems[side].name)
  const open = await pairing.store.countPairs({ open: 'intent' })
  if (open > 0) output.note(`${counted(open, 'request')} of an earlier run will be settled first`)
  for (const entity of plan.entities)
    for (const line of drawPlan(entity, names, { columns: output.columns, isWhole: all === true }))
      output.print(line)
  output.print(`Plan: ${describeCount(countPlan(plan))}.`)
  if (plan.trips.length > 0)
    output.print(`A guard would stop it: bilateral sync ${plan.trips.map(liftOf).join(' ')}`)
  else if (!isIdle(countPlan(plan)))
    output.print(`Do it: bilateral sync${out === undefined ? '' : ` ${out}`}`)
}
