import { BilateralError, CONSEQUENCES, EXIT_CODES } from '../../errors.ts'
import type { CheckReport } from '../../engine/check/check.ts'
import type { CliContext } from '../context.ts'
import type { ExitCode } from '../../errors.ts'
import type { Line } from '../output/line.ts'
import type { OpenPairing } from '../world.ts'
import type { RunEvent } from '../../engine/events.ts'
import type { JudgedPolicy } from './judge-policies.ts'
import { SIDES } from '../../core/side.ts'
import { check } from '../../engine/check/check.ts'
import { checkDocument } from './check-document.ts'
import { drawEntityCheck } from './draw-entity-check.ts'
import { drawFindings } from './draw-findings.ts'
import { drawPolicy, judgePolicies, refusedIn } from './judge-policies.ts'
import { drawSystem } from './draw-system.ts'
import { withPairing } from '../with-pairing.ts'

/** What `check` understands besides the options of all commands. */
export interface CheckOptions {
  readonly entity?: string | undefined
  readonly strict?: boolean | undefined
}

/**
 * Tests both systems and tells what a run would meet (C90), and explores every policy (C120). Exits with 1 when something cannot work, 75 when a system does
 * not answer, 2 for warnings with `--strict`. Throws `NOT_FOUND` for an entity that the configuration does not have.
 */
export async function showCheck(context: CliContext, options: CheckOptions): Promise<ExitCode> {
  const { output } = context
  const look = async (pairing: OpenPairing): Promise<ExitCode> => {
    const { entity } = options
    refuseUnknown(pairing, entity)
    const listener = (event: RunEvent): void => output.progress(describeProgress(event, pairing))
    const report = await check(pairing, { entity, listener, signal: context.stop })
    const policies = judgePolicies(pairing, report, context)
    output.progress('')
    const seen = { report, policies }
    if (output.json) output.document(checkDocument(report, policies))
    else for (const line of drawCheck(seen, pairing, output.columns)) output.print(line)
    return exitCodeOf(seen, options)
  }
  return withPairing(context, look, { lookOnly: true })
}

function refuseUnknown({ entities }: OpenPairing, name: string | undefined): void {
  if (name === undefined || entities.some((entity) => entity.name === name)) return
  const names = entities.map((entity) => entity.name).join(', ')
  throw new BilateralError('NOT_FOUND', `there is no entity ${name}; there are ${names}`, {
    next: 'bilateral check',
  })
}

function describeProgress(event: RunEvent, { systems }: OpenPairing): Line {
  if (event.type !== 'page') return ''
  return `reading ${systems[event.side].name} ${event.entity}: ${event.records.toLocaleString('en-US')} records`
}

/** What was read of both systems, and what was explored. */
interface Seen {
  readonly report: CheckReport
  readonly policies: readonly JudgedPolicy[]
}

function drawCheck(
  { report, policies }: Seen,
  { entities }: OpenPairing,
  columns: number,
): readonly Line[] {
  return [
    ...SIDES.flatMap((side) => drawSystem(report.systems[side], columns)),
    ...report.entities.flatMap((entityCheck) => {
      const entity = entities.find(({ name }) => name === entityCheck.entity)
      return entity === undefined
        ? []
        : [
            '',
            ...drawEntityCheck(entityCheck, entity.terms.names, columns),
            ...policies
              .filter((policy) => policy.entity === entity.name)
              .flatMap((policy) => drawPolicy(policy, columns)),
          ]
    }),
    '',
    ...drawFindings(report.findings, { columns, refused: refusedIn(policies) }),
  ]
}

function exitCodeOf({ report, policies }: Seen, { strict }: CheckOptions): ExitCode {
  const { systems, findings } = report
  const failed = SIDES.flatMap((side) => systems[side].tests).filter(({ ok }) => !ok)
  const codes = failed.flatMap(({ code }) =>
    code === undefined ? [] : CONSEQUENCES[code].exitCode,
  )
  const worst = [EXIT_CODES.usage, EXIT_CODES.later].find((code) => codes.includes(code))
  if (worst !== undefined) return worst
  const isWrong = findings.some(({ severity }) => severity === 'error')
  if (isWrong || refusedIn(policies) > 0) return EXIT_CODES.failed
  return strict === true && findings.length > 0 ? EXIT_CODES.differences : EXIT_CODES.done
}
