import type { Digester } from './digest.ts'
import type { Intent } from '../../core/operation.ts'
import type { Pair } from '../../core/pair.ts'
import type { PairChange } from '../../stores/store.ts'
import type { PairEvent } from '../../core/journal.ts'
import type {
  BareEvent,
  TracedChange,
  TracedEvent,
  TracedIntent,
  TracedPair,
} from '../../trace/trace-line.ts'
import type { Side } from '../../core/side.ts'
import type { TracedSeen } from '../../trace/trace-line.ts'
import { SIDES, bySide } from '../../core/side.ts'

/** What a transaction does to one pair, without any content. */
export function traceChange({ before, events }: PairChange, digest: Digester): TracedChange {
  return {
    entity: before.entity,
    pair: before.no,
    before: tracePair(before, digest),
    events: events.map((event) => traceEvent(event, digest)),
  }
}

/** A pair as the memory holds it, without any content. */
export function tracePair({ ids, base, intent, decree }: Pair, digest: Digester): TracedPair {
  return {
    ids,
    base: base && digest.bases(base),
    op: intent?.op,
    decreed: decree === undefined ? undefined : true,
  }
}

type EventOf<K extends PairEvent['kind']> = Extract<PairEvent, { kind: K }>

type Teller<K extends PairEvent['kind']> = (event: EventOf<K>, digest: Digester) => TracedEvent

/** Of most events it is enough that they happened. */
const bare = ({ kind }: BareEvent): BareEvent => ({ kind })

const TELLERS: { readonly [K in PairEvent['kind']]: Teller<K> } = {
  linked: ({ ids }) => ({ kind: 'linked', ids }),
  agreed: ({ base }, digest) => ({ kind: 'agreed', base: digest.bases(base) }),
  intended: ({ intent, before, record }, digest) => ({
    kind: 'intended',
    intent: traceIntent(intent, digest),
    before: before && digest.fields(before),
    record: record && digest.value(record),
  }),
  landed: (event, digest) => ({ ...event, base: event.base && digest.bases(event.base) }),
  withdrawn: ({ op }) => ({ kind: 'withdrawn', op }),
  pending: ({ op }) => ({ kind: 'pending', op }),
  unacknowledged: ({ side, fields }, digest) => ({
    kind: 'unacknowledged',
    side,
    fields: digest.fields(fields),
  }),
  targeted: ({ target }, digest) => ({ kind: 'targeted', fields: digest.fields(target.fields) }),
  untargeted: bare,
  disputed: bare,
  undisputed: bare,
  decreed: bare,
  recalled: bare,
  parked: bare,
  unparked: bare,
  distrusted: bare,
  forgotten: bare,
}

function traceEvent<K extends PairEvent['kind']>(event: EventOf<K>, digest: Digester): TracedEvent {
  // The table is indexed by the event's own kind, which the compiler cannot correlate for a union.
  return (TELLERS[event.kind] as Teller<K>)(event, digest)
}

/** An intent without any content. */
export function traceIntent(intent: Intent, digest: Digester): TracedIntent {
  const { op, side, verb, id, condition, identification, agreed, set, body, reason } = intent
  return {
    op,
    side,
    verb,
    id,
    cell: reason.split(':')[0] ?? '',
    set: digest.fields(set),
    condition,
    identification,
    seen: traceSeen(intent, digest),
    agreed: bySide((each) => digest.fields(agreed[each])),
    body: digest.value(body),
  }
}

function traceSeen({ seen }: Intent, digest: Digester): TracedIntent['seen'] {
  const shown: Partial<Record<Side, TracedSeen>> = {}
  for (const side of SIDES) {
    const { [side]: one } = seen
    if (one !== undefined) shown[side] = digest.seen(one)
  }
  return shown
}
