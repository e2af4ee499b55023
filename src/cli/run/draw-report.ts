import type { EntityReport, RunReport } from '../../engine/report.ts'
import type { Line } from '../output/line.ts'
import type { Names } from '../describe/record.ts'
import { SIDES } from '../../core/side.ts'
import { counted, duration, grouped } from '../output/relative-time.ts'
import { styled } from '../output/line.ts'

const VERBS = [
  ['create', 'created'],
  ['update', 'updated'],
  ['delete', 'deleted'],
] as const

/** Says what a run did: what landed where, what waits, and the requests spent beside the fewest possible. */
export function drawReport(report: RunReport, names: Names): readonly Line[] {
  return [
    ...(report.recovered > 0
      ? [`${counted(report.recovered, 'request')} of an earlier run settled first`]
      : []),
    ...report.entities.map((entity) => drawEntity(entity, names)),
    ...report.requests.map(
      ({ system, spent, minimum }) =>
        `${system}: ${counted(spent, 'request')}, at least ${grouped(minimum)}`,
    ),
    [styled(`Run ${report.run}, ${duration(report.durationMs)}.`, 'dim'), ...next(report)],
  ]
}

function drawEntity(report: EntityReport, names: Names): Line {
  const landed = VERBS.flatMap(([verb, said]) =>
    SIDES.flatMap((side) => {
      const count = report.landed[verb][side]
      return count === 0 ? [] : [`${grouped(count)} ${said} on ${names[side]}`]
    }),
  )
  const rest = [
    report.adopted > 0 ? `${grouped(report.adopted)} remembered` : '',
    report.conflicts > 0 ? `${counted(report.conflicts, 'question')} for you` : '',
    report.held > 0 ? `${grouped(report.held)} kept different by rule` : '',
    report.refusedFields > 0 ? `${counted(report.refusedFields, 'value')} left alone` : '',
    report.waiting > 0 ? `${grouped(report.waiting)} left to the next run` : '',
  ].filter((part) => part !== '')
  const parts = [...landed, ...rest]
  return [
    styled(report.entity, 'bold'),
    `  ${parts.length === 0 ? 'in agreement, nothing to do' : parts.join(' · ')}`,
  ]
}

function next({ entities, trips }: RunReport): readonly string[] {
  if (trips.length > 0) return ['  Nothing was written.']
  return entities.some(({ conflicts }) => conflicts > 0) ? ['  next: bilateral conflicts'] : []
}
