import type { EntityTerms } from '../core/terms.ts'
import type { Fields } from '../core/value.ts'
import type { Intent, Seen } from '../core/operation.ts'
import type { Pair, Target } from '../core/pair.ts'
import type { PairEvent } from '../core/journal.ts'
import { advanceBase } from '../core/decide/base.ts'
import { NO_FIELDS, pickFields, sameValue } from '../core/value.ts'
import { bySide, otherSide } from '../core/side.ts'

/** What is known of the target after a write that landed. */
export interface Landing {
  readonly id?: string | undefined
  /** The record as it was right after our write; absent when only the fact of landing is known. */
  readonly after?: Seen | undefined
  /** Fields that count as written; absent means all of them. The others keep their base and stay pending (W6). */
  readonly fields?: readonly string[] | undefined
}

/**
 * The events of a write that landed (W2, W4): one transaction moves both bases and clears the intent. The target's base
 * is what the answer showed, else what was sent; the source's base is the value the plan used, never a newer one.
 */
export function land(
  pair: Pair,
  intent: Intent,
  landing: Landing,
  terms: EntityTerms,
): readonly PairEvent[] {
  if (intent.verb === 'delete')
    return [
      { kind: 'landed', op: intent.op, ids: {}, base: null },
      { kind: 'forgotten', why: intent.reason },
    ]
  const target = intent.side
  const agreed = bySide((side) =>
    pick(side === target ? shownBy(landing, intent) : usedBy(pair, intent), landing.fields, intent),
  )
  // A version that was written over is gone, also when the answer does not tell the new one.
  const after = landing.after?.token === undefined ? undefined : landing.after
  const seen = bySide((side) => (side === target ? after : intent.seen[side]))
  const before = intent.verb === 'create' ? undefined : pair.base
  const base = advanceBase(before, agreed, seen, terms)
  const ids = landing.id === undefined ? {} : { [target]: landing.id }
  const events: PairEvent[] = [{ kind: 'landed', op: intent.op, ids, base }]
  if (pair.target !== undefined) events.push(...targetEvents(pair.target, intent, landing))
  if (isSettled(pair, intent)) events.push({ kind: 'undisputed', why: 'it was carried out' })
  return events
}

/** A question ends with the create that it was about, or with the last write of its answer. */
function isSettled({ conflict, decree }: Pair, { verb, closesTarget }: Intent): boolean {
  if (conflict?.kind === 'pending-create') return true
  return decree !== undefined && (verb === 'create' || closesTarget === true)
}

/** The source's values as the plan used them; of a merge's second half, in the form the source keeps it (W13). */
function usedBy({ target }: Pair, { side, agreed, set }: Intent): Fields {
  const used = agreed[otherSide(side)]
  const given = target?.given?.[otherSide(side)] ?? NO_FIELDS
  const merged = Object.keys(used).filter((field) => sameValue(set[field], target?.fields[field]))
  return { ...used, ...pickFields(given, merged) }
}

/** A merge of which one side was written goes on from there; with the second write it has ended (W13). */
function targetEvents(target: Target, intent: Intent, landing: Landing): readonly PairEvent[] {
  if (intent.closesTarget === true)
    return [{ kind: 'untargeted', why: 'the merged value is on both sides' }]
  const { side, set } = intent
  const landed = pick(set, landing.fields, intent)
  const names = Object.keys(target.fields).filter((field) => Object.hasOwn(landed, field))
  if (names.length === 0) return []
  const shown = pickFields({ ...landed, ...landing.after?.fields }, names)
  const given = { ...target.given, [side]: { ...target.given?.[side], ...shown } }
  return [{ kind: 'targeted', target: { ...target, given } }]
}

/**
 * What the target now says of the fields that agree: written fields as answered, since the target may normalise them
 * (W11); the others as planned, since what the answer shows of them may be a user's edit. A value where nothing was
 * sent is no normalisation but the target's own: it does not become the base, so that it travels back as its edit.
 */
function shownBy(landing: Landing, intent: Intent): Fields {
  const agreed = intent.agreed[intent.side]
  const after = landing.after?.fields
  if (after === undefined) return agreed
  return Object.fromEntries(
    Object.entries(agreed).map(([field, sent]) => {
      const isOurs = Object.hasOwn(intent.set, field) && sent !== null
      return [field, isOurs ? (after[field] ?? sent) : sent]
    }),
  )
}

/** Leaves out written fields that did not land; fields that agreed without a write always count. */
function pick(agreed: Fields, landed: readonly string[] | undefined, intent: Intent): Fields {
  if (landed === undefined) return agreed
  return Object.fromEntries(
    Object.entries(agreed).filter(
      ([field]) => !Object.hasOwn(intent.set, field) || landed.includes(field),
    ),
  )
}
