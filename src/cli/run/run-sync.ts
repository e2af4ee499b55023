import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { CliContext } from '../context.ts'
import type { ExitCode } from '../../errors.ts'
import type { GuardName } from '../../core/plan/guard.ts'
import type { OpenPairing } from '../world.ts'
import type { Plan } from '../../engine/plan/plan.ts'
import type { Review, SyncRequest } from '../../engine/sync.ts'
import { BilateralError } from '../../errors.ts'
import { bySide } from '../../core/side.ts'
import { checkPlanFile, keepToPlan } from '../../engine/plan/keep-to-plan.ts'
import { countPlan, describeCount, isIdle, liftOf } from './plan-count.ts'
import { drawReport } from './draw-report.ts'
import { narrate } from './narrate.ts'
import { onlyEntity } from './only-entity.ts'
import { readPlanFile } from '../../engine/plan/read-plan-file.ts'
import { sync } from '../../engine/sync.ts'
import { withPairing } from '../with-pairing.ts'

/** What `sync` was asked for. */
export interface SyncOptions {
  readonly planFile?: string | undefined
  readonly entity?: string | undefined
  /** The first run of a memory is wanted. */
  readonly firstRun?: boolean | undefined
  readonly allowDelete?: number | undefined
  readonly allowUpdate?: number | undefined
  readonly allowCreate?: number | undefined
  readonly allowEmpty?: boolean | undefined
  readonly acceptIdentity: readonly string[]
}

/** Brings both systems into agreement as far as the rules go; exit codes as in design 8. */
export function runSync(context: CliContext, options: SyncOptions): Promise<ExitCode> {
  return withPairing(context, async (opened) => {
    const pairing = onlyEntity(opened, options.entity)
    const names = bySide((side) => pairing.systems[side].name)
    const report = await sync(pairing, await requestOf(pairing, context, options))
    context.output.progress('')
    if (context.output.json) context.output.event({ type: 'summary', ...report })
    else for (const line of drawReport(report, names)) context.output.print(line)
    if (report.trips.length > 0)
      context.output.warn(
        `if this is intended: bilateral sync ${report.trips.map(liftOf).join(' ')}`,
      )
    return report.exitCode
  })
}

async function requestOf(
  pairing: OpenPairing,
  context: CliContext,
  options: SyncOptions,
): Promise<SyncRequest> {
  const { clock, names, owner, isGone, stop, abort } = context
  const { acceptIdentity: accepted } = options
  for (const name of accepted) requireSystem(pairing, name)
  return {
    command: options.planFile === undefined ? 'sync' : `sync ${options.planFile}`,
    owner,
    isGone,
    clock,
    names,
    listener: narrate(
      context,
      bySide((side) => pairing.systems[side].name),
    ),
    stop,
    abort,
    allowed: allowanceOf(options),
    accepted,
    review: await reviewOf(pairing, context, options),
  }
}

function requireSystem({ systems }: OpenPairing, name: string): void {
  if (name === systems.a.name || name === systems.b.name) return
  throw new BilateralError(
    'USAGE',
    `--accept-identity ${name}: the systems are ${systems.a.name} and ${systems.b.name}`,
  )
}

/** The counts up to which a person lifted the guards; a guard without one stands. */
function allowanceOf(options: SyncOptions): Readonly<Partial<Record<GuardName, number>>> {
  const { allowDelete, allowUpdate, allowCreate, allowEmpty } = options
  return {
    ...(allowDelete === undefined ? {} : { deletes: allowDelete }),
    ...(allowUpdate === undefined ? {} : { updates: allowUpdate, 'all-changed': allowUpdate }),
    ...(allowCreate === undefined ? {} : { creates: allowCreate }),
    ...(allowEmpty === true ? { 'empty-side': Infinity, 'records-min': Infinity } : {}),
  }
}

/** A plan file is kept to; the first run of a memory is confirmed by a person or by `--first-run`. */
async function reviewOf(
  pairing: OpenPairing,
  context: CliContext,
  { planFile, firstRun }: SyncOptions,
): Promise<Review | undefined> {
  if (planFile !== undefined) {
    const path = resolve(context.cwd, planFile)
    const file = readPlanFile(await readText(path, planFile), planFile)
    checkPlanFile(file, pairing)
    return keepToPlan(file)
  }
  const isFirst = (await pairing.store.countPairs({})) === 0
  if (!isFirst || firstRun === true) return undefined
  let isConfirmed = false
  return async (plan) => {
    if (!isConfirmed && !isIdle(countPlan(plan))) await confirmFirst(plan, context)
    isConfirmed = true
    return plan
  }
}

async function readText(path: string, name: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new BilateralError('NOT_FOUND', `the plan ${name} cannot be read; nothing was written`, {
      cause,
      next: `bilateral plan --out ${name}`,
    })
  })
}

/** The first run links everything at once, so it is never implied: somebody has to have seen the plan. */
async function confirmFirst(plan: Plan, context: CliContext): Promise<void> {
  const summary = describeCount(countPlan(plan))
  context.output.progress('')
  const isWanted = context.isInteractive
    ? await context.confirm(`This is the first run: ${summary}. Do it?`)
    : false
  if (isWanted === true) return
  throw new BilateralError(
    'USAGE',
    `this is the first run of this pairing (${summary}); nothing was written to either system`,
    { next: 'bilateral plan, then bilateral sync --first-run' },
  )
}
