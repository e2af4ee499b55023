import type { EntityStatus, Status } from '../../engine/status.ts'
import { counted, duration, grouped, relativeTime } from '../output/relative-time.ts'
import type { Line } from '../output/line.ts'
import { SIDES } from '../../core/side.ts'
import type { Standing, StandingKind } from './standing.ts'
import { layOut } from '../output/table.ts'
import { styled } from '../output/line.ts'

/** Draws how a pairing stands, for people. */
export function drawStatus(
  status: Status,
  standing: Standing,
  { nowMs, columns }: { readonly nowMs: number; readonly columns: number },
): readonly Line[] {
  const { pairing, entities } = status
  const rows: (readonly Line[])[] = [
    [[styled(pairing, 'bold')], SENTENCES[standing.kind](status, standing.open, nowMs)],
    ...describeLastRun(status, nowMs).map((line) => ['', line]),
    ...entities.flatMap((entity) => [
      [entity.entity, describeEntity(entity)],
      ...describeCursors(entity, status, nowMs),
    ]),
  ]
  const next = standing.next === undefined ? [] : [`next: ${standing.next}`]
  return [...layOut([{}, {}], rows, { columns }), ...next]
}

type Sentence = (status: Status, open: number, nowMs: number) => Line

const SENTENCES: Readonly<Record<StandingKind, Sentence>> = {
  'never-run': () => 'never synchronised',
  running: ({ lease }, _open, nowMs) => [
    styled('a run is under way', 'cyan'),
    lease === undefined
      ? ''
      : ` (${lease.owner}; its lease ends ${relativeTime(lease.expiresMs, nowMs)})`,
  ],
  'cut-off': () => [
    styled('the last run was cut off', 'yellow'),
    '; the next one settles what it left',
  ],
  stopped: () => [styled('the last run was stopped', 'yellow')],
  agreed: () => [styled('in agreement', 'green')],
  'agreed-except': (_status, open) =>
    open === 0
      ? [styled('in agreement', 'green'), ', except what the next run tries again']
      : [styled(`in agreement, except ${grouped(open)}`, 'yellow')],
}

function describeLastRun({ lastRun }: Status, nowMs: number): readonly string[] {
  if (lastRun === undefined) return []
  const { command, startedMs, ended, run } = lastRun
  const begun = `${command} ${run}, begun ${relativeTime(startedMs, nowMs)}`
  if (ended === undefined) return [begun]
  return [
    `last ${command} ${relativeTime(ended.atMs, nowMs)}, took ${duration(ended.atMs - startedMs)}, exit code ${ended.exitCode} (run ${run})`,
  ]
}

function describeEntity(entity: EntityStatus): string {
  const { linked, conflicts, decrees, intents, pendingCreates, parked } = entity
  const open = [
    [conflicts, counted(conflicts, 'conflict')],
    [pendingCreates, counted(pendingCreates, 'pending create')],
    [decrees, `${counted(decrees, 'answer')} for the next run`],
    [intents, `${counted(intents, 'request')} to be settled`],
    [parked, `${counted(parked, 'write')} refused`],
  ] as const
  return [
    `${grouped(linked)} linked`,
    ...open.flatMap(([count, text]) => (count > 0 ? [text] : [])),
  ].join(' · ')
}

/** When the listings that earned the cursors began; what a cursor says is for machines. */
function describeCursors(
  { cursors }: EntityStatus,
  { systems }: Status,
  nowMs: number,
): readonly (readonly Line[])[] {
  const told = SIDES.flatMap((side) => {
    const cursor = cursors[side]
    return cursor === undefined ? [] : [`${systems[side]} ${relativeTime(cursor.takenMs, nowMs)}`]
  })
  return told.length === 0 ? [] : [['', [styled(`read ${told.join(', ')}`, 'dim')]]]
}
