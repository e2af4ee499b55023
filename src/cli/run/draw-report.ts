import type { EntityReport, RunReport } from '../../engine/report.ts'
import type { Line } from '../output/line.ts'
import type { Names } from '../describe/record.ts'
import { SIDES } from '../../core/side.ts'
import { counted, duration, grouped } from '../output/relative-time.ts'
import { layOut } from '../output/table.ts'
import { liftCommand } from './guards.ts'
import { hang } from '../output/hang.ts'
import { pairName } from '../describe/record.ts'
import { printable } from '../output/printable.ts'
import { styled } from '../output/line.ts'
import { shorten, textWidth, wrap } from '../output/text-width.ts'

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
  return [
    ...layOut([{}, {}], rows, { columns }),
    ...drawLeft(report, { names, columns }),
    [styled(ended, 'dim')],
    ...endingsOf(report),
  ]
}

/** Reasons for leaving records that a report tells. */
const REASONS_SHOWN_MAX = 5

/** Records that are named with each of them. */
const RECORDS_NAMED_MAX = 3

/** How much of a system's own words is told here; `log` has them whole. */
const REASON_COLUMNS_MAX = 200

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
  const { adopted, conflicts, held, refusedFields, waiting, refused } = report
  const rest = [
    adopted > 0 ? `${grouped(adopted)} remembered` : '',
    conflicts > 0 ? `${counted(conflicts, 'question')} for you` : '',
    held > 0 ? `${counted(held, 'difference')} kept by rule` : '',
    refusedFields > 0 ? `${counted(refusedFields, 'value')} left alone` : '',
    refused > 0 ? `${grouped(refused)} refused` : '',
    waiting > refused ? `${grouped(waiting - refused)} left to the next run` : '',
  ].filter((part) => part !== '')
  const parts = [...landed, ...rest]
  if (parts.length === 0) return 'in agreement, nothing to do'
  return parts.map((part) => part.replaceAll(' ', UNBROKEN)).join(' · ')
}

/** Says of the records that were left why they were, those with the same reason together. */
function drawLeft({ entities }: RunReport, { names, columns }: ReportShape): readonly Line[] {
  const groups = new Map<string, string[]>()
  for (const { entity, left } of entities)
    for (const { no, why, refusedBy } of left) {
      const by = refusedBy === undefined ? '' : `refused by ${names[refusedBy]}: `
      const key = `${by}${shorten(printable(why), REASON_COLUMNS_MAX)}`
      groups.set(key, [...(groups.get(key) ?? []), pairName({ entity, no })])
    }
  const all = [...groups]
  const unnamed = entities.reduce((sum, { waiting, left }) => sum + waiting - left.length, 0)
  return [
    ...all
      .slice(0, REASONS_SHOWN_MAX)
      .flatMap(([reason, records]) =>
        hang(`${nameSome(records)}: ${reason}`, { columns, first: '  ' }),
      ),
    ...(all.length > REASONS_SHOWN_MAX || unnamed > 0 ? ['  … and others (bilateral status)'] : []),
  ]
}

function nameSome(records: readonly string[]): string {
  const shown = records.slice(0, RECORDS_NAMED_MAX).join(', ')
  const more = records.length - RECORDS_NAMED_MAX
  return more > 0 ? `${shown} and ${grouped(more)} more` : shown
}

function endingsOf({ entities, trips }: RunReport): readonly Line[] {
  if (trips.length > 0)
    return [
      'Nothing was written.',
      `next: bilateral plan, and if it is meant: ${liftCommand(trips)}`,
    ]
  const refused = entities.flatMap(({ entity, left }) =>
    left
      .filter(({ refusedBy }) => refusedBy !== undefined)
      .map(({ no }) => pairName({ entity, no })),
  )
  return [
    ...(entities.some(({ conflicts }) => conflicts > 0) ? ['next: bilateral conflicts'] : []),
    ...refused.slice(0, 1).map((name) => `next: bilateral log ${name}`),
  ]
}
