import type { EntityStatus, Status } from '../../engine/status.ts'
import { SIDES } from '../../core/side.ts'
import type { Standing } from './standing.ts'
import { timestamp } from '../output/relative-time.ts'

/** How a pairing stands, for machines: times are RFC 3339, sides have their systems' names. */
export function statusDocument(status: Status, { kind, open, next }: Standing): object {
  const { pairing, systems, lastRun, lease, entities } = status
  return {
    pairing,
    systems: [systems.a, systems.b],
    standing: kind,
    open,
    next,
    lastRun: lastRun && {
      run: lastRun.run,
      command: lastRun.command,
      startedAt: timestamp(lastRun.startedMs),
      endedAt: lastRun.ended && timestamp(lastRun.ended.atMs),
      exitCode: lastRun.ended?.exitCode,
      summary: lastRun.ended?.summary,
    },
    lease: lease && { owner: lease.owner, expiresAt: timestamp(lease.expiresMs) },
    entities: entities.map((entity) => entityDocument(entity, systems)),
  }
}

function entityDocument({ cursors, ...counts }: EntityStatus, systems: Status['systems']): object {
  const named = SIDES.flatMap((side) => {
    const cursor = cursors[side]
    return cursor === undefined
      ? []
      : [[systems[side], { text: cursor.text, takenAt: timestamp(cursor.takenMs) }] as const]
  })
  return { ...counts, cursors: Object.fromEntries(named) }
}
