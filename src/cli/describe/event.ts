import type { Change } from './change.ts'
import type { Names } from './record.ts'
import type { PairEvent } from '../../core/journal.ts'
import type { Fields } from '../../core/value.ts'
import type { Intent } from '../../core/operation.ts'
import type { Side } from '../../core/side.ts'
import { changesTo, losses } from './change.ts'
import { describeCondition } from './condition.ts'
import { describeDecree } from './resolution.ts'
import { recordName, recordNames } from './record.ts'

/** What is told of one event of the journal. */
export interface EventAccount {
  /** One plain clause, without a capital or a full stop. */
  readonly sentence: string
  readonly why?: string | undefined
  /** The name of the request it is about. */
  readonly request?: string | undefined
  /** The system that is written to, or was. */
  readonly side?: Side | undefined
  /** Values that came, went, or are kept only here. */
  readonly changes: readonly Change[]
}

type EventOf<K extends PairEvent['kind']> = Extract<PairEvent, { kind: K }>
type Tell<K extends PairEvent['kind']> = (
  event: EventOf<K>,
  names: Names,
) => Omit<EventAccount, 'changes'> & { readonly changes?: readonly Change[] }

const ACCOUNTS: { readonly [K in PairEvent['kind']]: Tell<K> } = {
  linked: ({ ids, by }, names) =>
    ids.a === undefined || ids.b === undefined
      ? { sentence: `${recordNames({ ids }, names)} is noted: it has no counterpart yet` }
      : { sentence: `linked ${recordNames({ ids }, names)}`, why: by },
  agreed: () => ({ sentence: 'both sides agree: what they show is remembered' }),
  intended: (event, names) => tellIntent(event, names),
  landed: ({ op, ids }, names) => {
    const made = recordNames({ ids }, names)
    return { sentence: made === '' ? 'the write landed' : `the write landed: ${made}`, request: op }
  },
  withdrawn: ({ op, why }) => ({ sentence: 'the write did nothing', why, request: op }),
  unacknowledged: ({ side, fields }, names) => ({
    sentence: `what was written to ${names[side]} was overwritten there: it is kept here only`,
    side,
    changes: losses(fields),
  }),
  pending: ({ op, why }) => ({
    sentence: 'nobody knows whether the record was created: a person is asked',
    why,
    request: op,
  }),
  targeted: ({ target }) => ({
    sentence: 'a merged value is on its way to both sides',
    changes: changesTo(target.fields, null),
  }),
  untargeted: ({ why }) => ({ sentence: 'the merge ended', why }),
  disputed: ({ conflict }) => ({
    sentence: `a person is asked (${conflict.kind})`,
    why: conflict.reason,
  }),
  undisputed: ({ why }) => ({ sentence: 'the question is closed', why }),
  decreed: ({ decree }, names) => ({ sentence: describeDecree(decree, names) }),
  recalled: ({ byWhom }) => ({ sentence: `${byWhom} took the answer back` }),
  parked: ({ parking }, names) => ({
    sentence: `${names[parking.side]} refused the write: it is not sent again unchanged`,
    why: parking.message,
    side: parking.side,
    changes: changesTo(parking.set, null),
  }),
  unparked: ({ why }) => ({ sentence: 'the refused write is dropped', why }),
  distrusted: ({ why }) => ({ sentence: 'what was remembered is dropped and read again', why }),
  forgotten: ({ why }) => ({ sentence: 'the pair ended', why }),
}

/** Tells what one event of a pair means. */
export function describeEvent<K extends PairEvent['kind']>(
  event: EventOf<K>,
  names: Names,
): EventAccount {
  // The table is indexed by the event's own kind, which the compiler cannot correlate for a union.
  const tell = ACCOUNTS[event.kind] as Tell<K>
  return { changes: [], ...tell(event, names) }
}

function tellIntent(
  { intent, before, record }: EventOf<'intended'>,
  names: Names,
): ReturnType<Tell<'intended'>> {
  const { side, verb, reason, op, condition } = intent
  return {
    sentence: `${verb} ${targetOf(intent, names)}, ${describeCondition(condition)}`,
    why: reason,
    request: op,
    side,
    changes: changesOf(intent, before, record),
  }
}

function targetOf({ side, id }: Intent, names: Names): string {
  return id === undefined ? `a record on ${names[side]}` : recordName(names, side, id)
}

/** A delete destroys the whole native record where it was read, else the shared values that were known. */
function changesOf(
  { verb, set }: Intent,
  before: Fields | null,
  record: Fields | undefined,
): readonly Change[] {
  if (verb === 'delete') return losses(record ?? before ?? {})
  return changesTo(set, verb === 'create' ? null : before)
}
