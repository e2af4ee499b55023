import type { BySide } from '../../core/side.ts'
import type { CliContext } from '../context.ts'
import type { Listener, RunEvent } from '../../engine/events.ts'
import type { Names } from '../describe/record.ts'
import type { OpenPairing, PairingRequest } from '../world.ts'
import { SIDES, bySide } from '../../core/side.ts'
import { UI_VERSION } from '../output/output.ts'
import { counted } from '../output/relative-time.ts'
import { describeTrip } from './guards.ts'
import { makeProgress } from './progress.ts'
import { timestamp } from '../output/relative-time.ts'

/** What a system makes a run wait for. */
type WaitNotice = Parameters<NonNullable<PairingRequest['onWait']>>[0]

/** Tells a run while it goes on. */
export interface Narrator {
  /** For the systems: told before they let a request wait. */
  readonly onWait: (notice: WaitNotice) => void
  /** For the engine: told what the run does. */
  listenTo(pairing: Pick<OpenPairing, 'systems'>): Listener
  /** Takes away what is only shown while the run goes on. */
  end(): void
}

/**
 * Tells a run while it goes on (C63): JSON lines that begin with the version for machines; for people a line that is redrawn
 * on a terminal, and elsewhere a plain line every ten seconds. Warnings are told to everybody.
 */
export function narrate(context: CliContext): Narrator {
  return context.output.json ? narrateToMachines(context) : narrateToPeople(context)
}

function narrateToMachines({ output, clock }: CliContext): Narrator {
  const tell = (event: object): void => {
    output.event({ ...event, at: timestamp(clock.nowMs()) })
  }
  output.event({ type: 'version', ui: UI_VERSION })
  return {
    onWait: ({ system, delayMs, why }) => tell({ type: 'waiting', system, delayMs, reason: why }),
    listenTo({ systems }) {
      const names = bySide((side) => systems[side].name)
      return (event) => tell(forMachines(event, names))
    },
    end: () => undefined,
  }
}

/** Events of one side name its system. */
function forMachines(event: RunEvent, names: Names): object {
  if ('side' in event) return { ...event, system: names[event.side] }
  if (event.type === 'guard') return { ...event, system: names[event.trip.side] }
  return event.type === 'run-started' ? { ...event, systems: names } : event
}

function narrateToPeople(context: CliContext): Narrator {
  const { output } = context
  const progress = makeProgress(context)
  return {
    onWait: ({ system, delayMs, why }) => progress.wait(system, delayMs, why),
    listenTo({ systems }) {
      const names = bySide((side) => systems[side].name)
      const start = bySide((side) => systems[side].usage().requests)
      progress.countRequests(() => describeRequests(systems, start))
      return (event) => {
        progress.show(event, names)
        if (event.type === 'warning') output.warn(event.message)
        if (event.type === 'guard') output.warn(describeTrip(event.trip, names))
      }
    },
    end: () => output.progress(''),
  }
}

function describeRequests(systems: OpenPairing['systems'], start: BySide<number>): string {
  return SIDES.map((side) => {
    const spent = systems[side].usage().requests - start[side]
    return `${systems[side].name} ${counted(spent, 'request')}`
  }).join(', ')
}
