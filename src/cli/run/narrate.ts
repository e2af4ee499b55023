import type { CliContext } from '../context.ts'
import type { Listener, RunEvent } from '../../engine/events.ts'
import type { Names } from '../describe/record.ts'
import type { Trip } from '../../core/plan/guard.ts'
import { counted, duration, grouped } from '../output/relative-time.ts'
import { UI_VERSION } from '../output/output.ts'

/** How often a long run says where it is, where no terminal shows it. */
export const PLAIN_LINE_EVERY_MS = 10_000

/** Cells of the progress bar. */
const BAR_CELLS = 20

const PHASES: Readonly<Record<Extract<RunEvent, { type: 'phase' }>['phase'], string>> = {
  recover: 'settling what an earlier run left open',
  observe: 'reading',
  decide: 'deciding',
  apply: 'writing',
  commit: 'saving',
}

/**
 * Tells a run while it goes on: JSON lines for machines, a line that is redrawn on a terminal, and elsewhere a plain line
 * every ten seconds.
 */
export function narrate(context: CliContext, names: Names): Listener {
  const { output } = context
  if (!output.json) return narrateToPeople(context, names)
  output.event({ type: 'version', ui: UI_VERSION })
  return (event) => {
    output.event(event)
  }
}

function narrateToPeople(context: CliContext, names: Names): Listener {
  const { output } = context
  const update = makeUpdate(context)
  const records = new Map<string, number>()
  let phase = ''
  return (event) => {
    switch (event.type) {
      case 'phase':
        phase = PHASES[event.phase]
        update(phase)
        return
      case 'page':
        records.set(`${event.entity} ${names[event.side]}`, event.records)
        update(`${phase}  ${counts(records)}`)
        return
      case 'progress':
        update(`${phase}  ${bar(event)}  ${grouped(event.done)}/${grouped(event.total)}`)
        return
      case 'waiting':
        update(`waiting ${duration(event.delayMs)}: ${names[event.side]}, ${event.reason}`)
        return
      case 'warning':
        output.warn(event.message)
        return
      case 'guard':
        output.warn(describeTrip(event.trip, names))
        return
      case 'run-started':
      case 'planned':
      case 'wrote':
    }
  }
}

/** Shows where a run is: redrawn on a terminal, now and then elsewhere. */
function makeUpdate({ output, clock }: CliContext): (text: string) => void {
  let saidMs = clock.nowMs()
  return (text) => {
    output.progress(text)
    if (output.isLive || clock.nowMs() - saidMs < PLAIN_LINE_EVERY_MS) return
    saidMs = clock.nowMs()
    output.note(text)
  }
}

function counts(records: ReadonlyMap<string, number>): string {
  return [...records].map(([name, count]) => `${name} ${grouped(count)}`).join('  ')
}

function describeTrip({ guard, entity, side, message }: Trip, names: Names): string {
  return `stopped by the guard on ${guard}: ${entity} on ${names[side]}, ${message}`
}

function bar({ done, total }: { readonly done: number; readonly total: number }): string {
  const share = total === 0 ? 1 : Math.min(1, done / total)
  const filled = Math.round(share * BAR_CELLS)
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)}`
}

/** Says how many records of an entity each system showed. */
export function recordCounts(
  names: Names,
  records: Readonly<Record<'a' | 'b', number | undefined>>,
): string {
  const said = (count: number | undefined): string =>
    count === undefined ? 'not read to the end' : counted(count, 'record')
  return `${names.a} ${said(records.a)} · ${names.b} ${said(records.b)}`
}
