import type { Fields } from '../core/value.ts'
import type { Flight, Move, Progress, Step, StepEvent, StepTerms } from './flight.ts'
import type { Intent } from '../core/operation.ts'
import type { Observation } from '../core/observation.ts'
import type { Pair } from '../core/pair.ts'
import { answered } from './answer.ts'
import { assert } from '../core/assert.ts'
import { foldPair } from '../core/journal.ts'
import { lookAt } from './flight.ts'
import { lookedForProbe, lookedForReadBack } from './look.ts'
import { recover, reopen } from './recover.ts'

const FRESH: Progress = { phase: 'sending', doubt: false, sends: 0 }

/** A flight that begins: nothing was sent, or nothing is known of what an earlier run sent. */
export function flightOf(pair: Pair): Flight {
  return { pair, progress: FRESH }
}

/**
 * The write protocol (W1–W13) for one pair as a step over plain data: pure, total, and the same for every system. The
 * caller performs `next` only after the step's events are durable, and answers with the event that `next` names.
 */
export function step(flight: Flight, event: StepEvent, world: StepTerms): Step {
  const move = moveOf(flight, event, world)
  let pair: Pair | undefined = flight.pair
  for (const happened of move.events) pair = pair && foldPair(pair, happened)
  return {
    events: move.events,
    pair,
    progress: move.progress ?? flight.progress,
    next: move.next,
  }
}

function moveOf(flight: Flight, event: StepEvent, world: StepTerms): Move {
  switch (event.kind) {
    case 'armed':
      return arm(flight.pair, event)
    case 'reopened':
      return reopen(flight, event.atMs, world)
    case 'answered':
      return answered(flight, event, world)
    case 'looked':
      return looked(flight, event.target, world)
    case 'searched':
      return recover(flight, event.search, world)
  }
}

function arm(pair: Pair, event: Extract<StepEvent, { kind: 'armed' }>): Move {
  assert(pair.intent === undefined, 'a pair has at most one intent')
  const { operation, op, identification, body, record, atMs } = event
  const intent: Intent = { ...operation, op, identification, body, sinceMs: atMs }
  const before: Fields | null = operation.seen[operation.side]?.fields ?? null
  const probing = operation.verb !== 'create' && operation.condition.kind === 'none'
  return {
    events: [{ kind: 'intended', intent, before, record }],
    next: probing ? lookAt(intent) : { kind: 'send' },
    progress: probing
      ? { phase: 'probing', doubt: false, sends: 0 }
      : { phase: 'sending', doubt: false, sends: 1 },
  }
}

function looked(flight: Flight, target: Observation, world: StepTerms): Move {
  switch (flight.progress.phase) {
    case 'probing':
      return lookedForProbe(flight, target, world)
    case 'reading-back':
      return lookedForReadBack(flight, target, world)
    case 'sending':
    case 'recovering':
      return recover(flight, { kind: 'target', target }, world)
  }
}
