import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { CliContext } from '../context.ts'
import type { OpenPairing } from '../world.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import type { PlanFile } from '../../engine/plan/plan-file.ts'
import type { Review } from '../../engine/sync.ts'
import { BilateralError } from '../../errors.ts'
import { bySide } from '../../core/side.ts'
import { countPlan, describeCount, isIdle } from '../plan/plan-count.ts'
import { drawPlan } from '../plan/draw-plan.ts'
import { readPlanFile } from '../../engine/plan/read-plan-file.ts'

/** Reads the plan that a run is to be held to; `name` is what was typed. Throws `NOT_FOUND` or `USAGE`. */
export async function openPlanFile(name: string, { cwd }: CliContext): Promise<PlanFile> {
  const text = await readFile(resolve(cwd, name), 'utf8').catch((cause: unknown) => {
    throw new BilateralError(
      'NOT_FOUND',
      `the plan ${name} cannot be read; nothing was contacted and nothing was written`,
      { cause, next: `bilateral plan --out ${name}` },
    )
  })
  return readPlanFile(text, name)
}

/**
 * The first run of a memory links everything at once, so it is never implied (C65): a person who sees the plan confirms it, or
 * `--first-run` does. Answers nothing for every later run, and lets a first one pass that has nothing to do.
 */
export async function firstRunReview(
  pairing: OpenPairing,
  context: CliContext,
): Promise<Review | undefined> {
  if ((await pairing.store.countPairs({})) > 0) return undefined
  let isConfirmed = false
  return async (plan) => {
    if (!isConfirmed && !isNothing(plan)) await confirmFirst(plan, pairing, context)
    isConfirmed = true
    return plan
  }
}

function isNothing(plan: Plan): boolean {
  const count = countPlan(plan)
  return isIdle(count) && count.adoptions === 0
}

async function confirmFirst(
  plan: Plan,
  { systems }: OpenPairing,
  { output, isInteractive, confirm }: CliContext,
): Promise<void> {
  const summary = describeCount(countPlan(plan))
  if (!isInteractive)
    throw new BilateralError(
      'USAGE',
      `this is the first run of this pairing (${summary}); nothing was written to either system`,
      { next: 'bilateral plan, then bilateral sync --first-run' },
    )
  output.progress('')
  const names = bySide((side) => systems[side].name)
  for (const entity of plan.entities)
    for (const line of drawPlan(entity, { names, columns: output.columns, isWhole: false }))
      output.note(line)
  if ((await confirm(`This is the first run: ${summary}. Do it?`)) === true) return
  throw new BilateralError(
    'INTERRUPTED',
    'the first run was not confirmed; nothing was written to either system',
    { next: 'bilateral plan --all' },
  )
}
