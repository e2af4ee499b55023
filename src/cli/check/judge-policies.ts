import type { CheckReport } from '../../engine/check/check.ts'
import type { CliContext } from '../context.ts'
import type { Line } from '../output/line.ts'
import type { OpenPairing } from '../world.ts'
import type { PolicyVerdict, Refusal } from '../../guarantee/judge-policy.ts'
import { POLICY_MS_MAX, timeBudget } from '../guarantees/time-budget.ts'
import { drawSteps } from '../guarantees/draw-guarantee.ts'
import { grouped } from '../output/relative-time.ts'
import { hang } from '../output/hang.ts'
import { judgePolicy } from '../../guarantee/judge-policy.ts'
import { styled } from '../output/line.ts'
import { subjectOf } from '../guarantees/subject-of.ts'

/** What was found out about the policy of one entity. */
export interface JudgedPolicy extends PolicyVerdict {
  readonly entity: string
}

/** Explores the policy of every entity that was checked (C120), each for a few seconds at most. */
export function judgePolicies(
  { entities }: OpenPairing,
  report: CheckReport,
  { clock, output }: CliContext,
): readonly JudgedPolicy[] {
  const checked = new Set(report.entities.map(({ entity }) => entity))
  return entities
    .filter(({ name }) => checked.has(name))
    .map((entity) => {
      output.progress(`exploring the policy of ${entity.name}`)
      const proceed = timeBudget(clock, POLICY_MS_MAX)
      return { entity: entity.name, ...judgePolicy(subjectOf(entity), proceed) }
    })
}

/** How many rules cannot be followed. */
export function refusedIn(policies: readonly JudgedPolicy[]): number {
  return policies.reduce((sum, { refusals }) => sum + refusals.length, 0)
}

/** Shows what became of each policy: how far it was explored, and what it must not do. */
export function drawPolicy(judged: JudgedPolicy, columns: number): readonly Line[] {
  const { entity, closed, states, refusals, fields } = judged
  const far = closed
    ? `all ${grouped(states)} states`
    : `${grouped(states)} states, as many as there was time for`
  if (refusals.length > 0)
    return refusals.flatMap((refusal) => ['', ...drawRefusal(entity, refusal, columns)])
  const kinds = fields.length > 0 ? ` (${fields.join(', ')} for all that are alike)` : ''
  return hang(`loses nothing and comes to agree in ${far}${kinds}`, {
    columns,
    first: '  policy   ',
  })
}

function drawRefusal(entity: string, refusal: Refusal, columns: number): readonly Line[] {
  const { field, text, trace, change } = refusal
  const said = `the policy of ${entity}.${field} cannot be followed: ${text}`
  const [first = '', ...rest] = hang(said, { columns, first: '  ✗ ' })
  return [
    ['  ', styled('✗', 'red'), first.slice('  ✗'.length)],
    ...rest,
    ...drawSteps(trace, columns),
    ...hang(change, { columns, first: '    change: ' }),
  ]
}
