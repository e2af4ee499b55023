import type { EntityReport, RunReport } from '../../engine/report.ts'
import type { Line } from '../output/line.ts'
import type { Names } from '../describe/record.ts'
import { SIDES } from '../../core/side.ts'
import { counted, duration, grouped } from '../output/relative-time.ts'
import { layOut } from '../output/table.ts'
import { liftCommand } from './guards.ts'
import { styled } from '../output/line.ts'
import { textWidth, wrap } from '../output/text-width.ts'

const VERBS = [
  ['create', 'created'],
  ['update', 'updated'],
  ['delete', 'deleted'],
] as const

/** How a report is drawn. */
export interface ReportShape {
  readonly names: Names
  readonly columns: number
}

/**
 * Says what a run did (C64): for each entity what landed on which system, and what waits for whom; the requests spent beside
 * the fewest that could have done it; and what to do next.
 */
export function drawReport(report: RunReport, { names, columns }: ReportShape): readonly Line[] {
  const { entities, requests, recovered, run, durationMs } = report
  const told: readonly (readonly [string, string])[] = [
    ...entities.map((entity) => [entity.entity, describeEntity(entity, names)] as const),
    ...(recovered > 0
      ? [['settled', `${counted(recovered, 'request')} of an earlier run`] as const]
      : []),
    [
      'requests',
      requests
        .map(
          ({ system, spent, minimum }) =>
            `${system} ${grouped(spent)} (at least ${grouped(minimum)})`,
        )
        .join(' · '),
    ],
  ]
  const widest = Math.max(...told.map(([name]) => textWidth(name)))
  const rows = told.flatMap(([name, text]) =>
    wrap(text, Math.max(1, columns - widest - GAP)).map((line, at): readonly Line[] => [
      at === 0 ? [styled(name, 'bold')] : '',
      line.replaceAll(UNBROKEN, ' '),
    ]),
  )
  const ended = `Run ${run}, ${duration(durationMs)}.`
  return [...layOut([{}, {}], rows, { columns }), [styled(ended, 'dim')], ...endingsOf(report)]
}

/** A space at which no line is broken. */
const UNBROKEN = '\u00a0'

/** Columns between a name and what is said of it. */
const GAP = 2

function describeEntity(report: EntityReport, names: Names): string {
  const landed = VERBS.flatMap(([verb, said]) =>
    SIDES.flatMap((side) => {
      const count = report.landed[verb][side]
      return count === 0 ? [] : [`${grouped(count)} ${said} on ${names[side]}`]
    }),
  )
  const { adopted, conflicts, held, refusedFields, waiting } = report
  const rest = [
    adopted > 0 ? `${grouped(adopted)} remembered` : '',
    conflicts > 0 ? `${counted(conflicts, 'question')} for you` : '',
    held > 0 ? `${counted(held, 'difference')} kept by rule` : '',
    refusedFields > 0 ? `${counted(refusedFields, 'value')} left alone` : '',
    waiting > 0 ? `${grouped(waiting)} left to the next run` : '',
  ].filter((part) => part !== '')
  const parts = [...landed, ...rest]
  if (parts.length === 0) return 'in agreement, nothing to do'
  return parts.map((part) => part.replaceAll(' ', UNBROKEN)).join(' · ')
}

function endingsOf({ entities, trips }: RunReport): readonly Line[] {
  if (trips.length > 0)
    return [
      'Nothing was written.',
      `next: bilateral plan, and if it is meant: ${liftCommand(trips)}`,
    ]
  return entities.some(({ conflicts }) => conflicts > 0) ? ['next: bilateral conflicts'] : []
}
