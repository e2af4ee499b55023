import type { CliContext } from '../context.ts'
import type { Names } from '../describe/record.ts'
import type { Phase, RunEvent } from '../../engine/events.ts'
import { duration, grouped } from '../output/relative-time.ts'

/** How often a long run says where it is, where no terminal shows it. */
export const PLAIN_LINE_EVERY_MS = 10_000

/** How often the line on a terminal is redrawn at most. */
export const REDRAW_EVERY_MS = 80

/** Cells of the progress bar. */
const BAR_CELLS = 20

const PHASES: Readonly<Record<Phase, string>> = {
  recover: 'settling what an earlier run left open',
  observe: 'reading',
  decide: 'deciding',
  apply: 'writing',
  commit: 'saving',
}

/** Shows people where a run is. */
export interface Progress {
  show(event: RunEvent, names: Names): void
  /** Shows that a system makes the run wait. */
  wait(system: string, delayMs: number, why: string): void
  /** How the requests spent so far are told. */
  countRequests(describe: () => string): void
}

/** Makes the line that says where a run is: redrawn on a terminal, a plain line now and then elsewhere. */
export function makeProgress({ output, clock }: CliContext): Progress {
  const records = new Map<string, number>()
  let phase = ''
  let requests = (): string => ''
  let [saidMs, drawnMs] = [clock.nowMs(), 0]
  const update = (what: string, waiting = ''): void => {
    const nowMs = clock.nowMs()
    const isDue =
      nowMs - (output.isLive ? drawnMs : saidMs) >=
      (output.isLive ? REDRAW_EVERY_MS : PLAIN_LINE_EVERY_MS)
    if (!isDue && waiting === '') return
    const line = [phase, what, requests(), waiting].filter((part) => part !== '').join('  ')
    if (output.isLive) output.progress(line)
    else if (isDue) output.note(line)
    if (isDue) [saidMs, drawnMs] = [nowMs, nowMs]
  }
  const wait = (system: string, delayMs: number, why: string): void =>
    update('', `waiting ${duration(delayMs)} for ${system}: ${why}`)
  return {
    wait,
    countRequests(describe) {
      requests = describe
    },
    show(event, names) {
      if (event.type === 'phase') phase = PHASES[event.phase]
      if (event.type === 'page') records.set(`${event.entity} ${names[event.side]}`, event.records)
      if (event.type === 'waiting') wait(names[event.side], event.delayMs, event.reason)
      else update(partOf(event, records))
    },
  }
}

/** What an event adds to the name of the phase. */
function partOf(event: RunEvent, records: ReadonlyMap<string, number>): string {
  if (event.type === 'page')
    return [...records].map(([name, count]) => `${name} ${grouped(count)}`).join(', ')
  if (event.type !== 'progress') return ''
  return `${bar(event)}  ${grouped(event.done)}/${grouped(event.total)}`
}

function bar({ done, total }: { readonly done: number; readonly total: number }): string {
  const share = total === 0 ? 1 : Math.min(1, done / total)
  const filled = Math.round(share * BAR_CELLS)
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_CELLS - filled)}`
}
