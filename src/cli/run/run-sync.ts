import type { CliContext } from '../context.ts'
import type { ExitCode } from '../../errors.ts'
import type { GuardOptions } from './guards.ts'
import type { OpenPairing } from '../world.ts'
import type { Pairing } from '../../engine/pairing.ts'
import type { PlanFile } from '../../engine/plan/plan-file.ts'
import type { Review } from '../../engine/sync.ts'
import { allowanceOf } from './guards.ts'
import { bySide } from '../../core/side.ts'
import { checkPlanFile, keepToPlan } from '../../engine/plan/keep-to-plan.ts'
import { drawReport } from './draw-report.ts'
import { firstRunReview, openPlanFile } from './review-run.ts'
import { narrate } from './narrate.ts'
import { onlyEntities, requireSystems } from './narrow-pairing.ts'
import { openTraceFile } from '../trace/open-trace-file.ts'
import { sync } from '../../engine/sync.ts'
import { tracePairing } from '../../engine/trace/trace-pairing.ts'
import { withPairing } from '../with-pairing.ts'

/** What `sync` was asked for. */
export interface SyncOptions extends GuardOptions {
  readonly planFile?: string | undefined
  readonly entity?: readonly string[] | undefined
  /** The first run of a memory is wanted. */
  readonly firstRun?: boolean | undefined
  readonly acceptIdentity?: readonly string[] | undefined
  /** The file that tells what passes the run's doors. */
  readonly trace?: string | undefined
}

/** Brings both systems into agreement as far as the rules go; exit codes as in design 8. */
export async function runSync(context: CliContext, options: SyncOptions): Promise<ExitCode> {
  const { planFile, acceptIdentity = [] } = options
  const file = planFile === undefined ? undefined : await openPlanFile(planFile, context)
  const narrator = narrate(context)
  const work = async (opened: OpenPairing): Promise<ExitCode> => {
    requireSystems(opened, '--accept-identity', acceptIdentity)
    if (file !== undefined) checkPlanFile(file, opened)
    const pairing = onlyEntities(opened, options.entity ?? file?.entities.map(({ name }) => name))
    const { clock, names, owner, isGone, stop, abort, output } = context
    const traced = traceInto(options.trace, pairing, context)
    const report = await sync(traced.pairing, {
      command: planFile === undefined ? 'sync' : `sync ${planFile}`,
      owner,
      isGone,
      clock,
      names,
      listener: narrator.listenTo(pairing),
      stop,
      abort,
      allowed: allowanceOf(options),
      accepted: acceptIdentity,
      review: await reviewOf(file, pairing, context, options),
    }).finally(() => {
      traced.close()
      narrator.end()
    })
    const shape = { names: bySide((side) => pairing.systems[side].name), columns: output.columns }
    if (output.json) output.event({ type: 'summary', ...report })
    else for (const line of drawReport(report, shape)) output.print(line)
    return report.exitCode
  }
  return withPairing(context, work, { onWait: narrator.onWait })
}

/** The pairing whose doors are watched, where that was asked for. */
function traceInto(
  name: string | undefined,
  pairing: Pairing,
  context: CliContext,
): { readonly pairing: Pairing; readonly close: () => void } {
  if (name === undefined) return { pairing, close: () => undefined }
  const file = openTraceFile(name, context)
  return { pairing: tracePairing(pairing, file), close: file.close }
}

async function reviewOf(
  file: PlanFile | undefined,
  pairing: OpenPairing,
  context: CliContext,
  { firstRun }: SyncOptions,
): Promise<Review | undefined> {
  if (file !== undefined) return keepToPlan(file)
  return firstRun === true ? undefined : firstRunReview(pairing, context)
}
