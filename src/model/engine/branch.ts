import type { Pair } from '../../core/pair.ts'
import type { Step, StepEvent } from '../../protocol/flight.ts'

/** A name for the way the protocol took: what it was told, of which request, what it noted, and what it did next. */
export function branchOf(before: Pair, event: StepEvent, { events, next, pair }: Step): string {
  const verb = before.intent?.verb ?? pair?.intent?.verb ?? 'nothing'
  const noted = events.map(({ kind }) => kind).join('+')
  return `${verb}, ${toldBy(event)}: ${noted === '' ? 'nothing noted' : noted}, ${nextOf(next)}`
}

function toldBy(event: StepEvent): string {
  switch (event.kind) {
    case 'armed':
      return 'armed'
    case 'reopened':
      return 'found at the start of a run'
    case 'answered':
      return event.outcome.kind === 'refused'
        ? `refused as ${event.outcome.why}`
        : `answered ${event.outcome.kind}`
    case 'looked':
      return `target ${event.target.kind}`
    case 'searched':
      return event.search.kind === 'searched'
        ? `searched, ${event.search.matches.length} found`
        : `searched, ${event.search.kind}`
  }
}

function nextOf(next: Step['next']): string {
  return next.kind === 'again' || next.kind === 'rest' ? `${next.kind}: ${next.why}` : next.kind
}
