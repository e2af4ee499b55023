import type { Conflict } from '../core/pair.ts'
import type { Decided } from './operations.ts'
import type { Decision } from '../core/decide/decision.ts'
import type { PairEvent } from '../core/journal.ts'
import { assert } from '../core/assert.ts'
import { bySide } from '../core/side.ts'
import { sameBase } from '../core/decide/base.ts'
import { questionKind, sameQuestion } from '../core/decide/decree.ts'

/**
 * What a decision changes in the memory before, or without, a remote write: adoptions, questions asked and closed,
 * targets of merges (W13), repairs. Committed in the same transaction as the pair's first intent, if it has one.
 */
export function openingEvents(decided: Decided, atMs: number): readonly PairEvent[] {
  return [
    ...agreement(decided),
    ...targetEvents(decided),
    ...questionEvents(decided, atMs),
    ...parkingEvents(decided),
    ...endings(decided.decision),
  ]
}

function agreement({ pair, decision }: Decided): readonly PairEvent[] {
  if (decision.kind === 'adopt') return [{ kind: 'agreed', base: decision.base }]
  if (decision.kind !== 'conflict' || decision.base === undefined) return []
  return sameBase(pair.base, decision.base) ? [] : [{ kind: 'agreed', base: decision.base }]
}

function targetEvents({ pair, decision, seen }: Decided): readonly PairEvent[] {
  if (decision.kind === 'update' && decision.merged !== undefined) {
    const values = bySide((side) => {
      const observation = seen[side]
      assert(observation.kind === 'present', 'a merge has a record on both sides')
      return observation.fields
    })
    return [{ kind: 'targeted', target: { fields: decision.merged, seen: values } }]
  }
  if (pair.target === undefined || decision.kind === 'wait' || decision.kind === 'update') return []
  return [{ kind: 'untargeted', why: decision.reason }]
}

/** A parked write is remembered as long as it would be sent again. */
function parkingEvents({ pair, decision }: Decided): readonly PairEvent[] {
  const isMoot = decision.kind !== 'wait' && !decision.notes.some(({ kind }) => kind === 'parked')
  return pair.parking !== undefined && isMoot ? [{ kind: 'unparked', why: decision.reason }] : []
}

function endings(decision: Decision): readonly PairEvent[] {
  if (decision.kind === 'forget' || decision.kind === 'split')
    return [{ kind: 'forgotten', why: decision.reason }]
  if (decision.kind === 'repair') return [{ kind: 'distrusted', why: decision.reason }]
  return []
}

/** A question is asked once: again only when what was seen has changed; it closes when the decision no longer asks it. */
function questionEvents(decided: Decided, atMs: number): readonly PairEvent[] {
  const { pair, decision } = decided
  if (decision.kind === 'wait' || pair.conflict?.kind === 'pending-create') return []
  const asked = questionOf(decided, atMs)
  if (asked === undefined)
    return pair.conflict === undefined || isCarriedOut(decided)
      ? []
      : [{ kind: 'undisputed', why: decision.reason }]
  const repeated = pair.conflict !== undefined && sameQuestion(pair.conflict, asked)
  return repeated ? [] : [{ kind: 'disputed', conflict: asked }]
}

/** An answer is kept until the write that carries it out has landed: a lost race must not cost it. */
function isCarriedOut({ pair, decision }: Decided): boolean {
  const writes = ['create', 'update', 'delete'].includes(decision.kind)
  return writes && pair.decree !== undefined
}

function questionOf({ decision, seen }: Decided, atMs: number): Conflict | undefined {
  const disputes =
    decision.kind === 'conflict' || decision.kind === 'update' ? decision.disputes : []
  if (decision.kind !== 'conflict' && disputes.length === 0) return undefined
  return {
    kind: decision.kind === 'conflict' ? decision.conflict : questionKind(disputes),
    cell: decision.cell,
    disputes,
    seen: bySide((side) => {
      const observation = seen[side]
      return observation.kind === 'present' ? observation.fields : null
    }),
    sinceMs: atMs,
    reason: decision.reason,
    candidates: decision.kind === 'conflict' ? decision.candidates : undefined,
  }
}
