import type { Mutant } from '../mutant.ts'

const RECOVER = 'protocol/recover.ts'
const ANSWER = 'protocol/answer.ts'
const CLAIM = 'protocol/claim.ts'

const one = (
  id: string,
  rules: readonly string[],
  does: string,
  edit: { readonly file?: string; readonly find: string; readonly put: string },
): Mutant => ({ id, rules, does, edits: [{ file: RECOVER, ...edit }] })

/** What happens after a request that nobody answered. */
export const RECOVER_MUTANTS: readonly Mutant[] = [
  one('crash-forgets-intent', ['W6'], 'drops an intent that an earlier run left behind', {
    find: 'if (intent.pending !== true) return inDoubt(',
    put: "if (intent.pending !== true && atMs >= 0) return withdraw(intent, 'a new run')\n  if (intent.pending !== true) return inDoubt(",
  }),
  one(
    'timeout-is-failure',
    ['W6'],
    'takes a request that was not answered for one that did nothing',
    {
      file: ANSWER,
      find: "    case 'unknown':\n      return inDoubt(",
      put: "    case 'unknown':\n      if (atMs >= 0) return giveUp(intentOf(flight.pair), { kind: 'refused', why: 'stale', message: outcome.message })\n      return inDoubt(",
    },
  ),
  one('timeout-is-success', ['W6'], 'takes a request that was not answered for one that landed', {
    file: ANSWER,
    find: "    case 'unknown':\n      return inDoubt(",
    put: "    case 'unknown':\n      if (atMs >= 0) return { events: land(flight.pair, intentOf(flight.pair), {}, world.terms), next: { kind: 'done' } }\n      return inDoubt(",
  }),
  one(
    'refusal-in-doubt',
    ['W6'],
    'takes a refusal for definite although an earlier copy of the request may have landed',
    {
      file: ANSWER,
      find: 'if (!flight.progress.doubt) return giveUp(',
      put: 'if (atMs >= 0) return giveUp(',
    },
  ),
  one(
    'doubt-forgotten',
    ['W6'],
    'forgets, once it has looked, that an earlier copy of the request may land',
    {
      find: "const progress: Progress = { ...flight.progress, phase: 'recovering', doubt: true }",
      put: "const progress: Progress = { ...flight.progress, phase: 'recovering', doubt: false }",
    },
  ),
  one(
    'replans-unarrived',
    ['W6'],
    'plans anew when the target is unchanged, while the earlier request may still arrive',
    {
      find: 'if (neverArrived(intent, target, world)) return resend(flight, intent)',
      put: "if (neverArrived(intent, target, world)) return withdraw(intent, 'not applied')",
    },
  ),
  one(
    'content-proves-unarrived',
    ['W6'],
    'takes equal content, not an equal version, for proof that the request never arrived',
    {
      find: "if (condition.kind === 'token' || condition.kind === 'stamp')\n    return",
      put: "if (condition.kind === 'none' && target.token === null)\n    return",
    },
  ),
  one(
    'versionless-is-changed',
    ['W6'],
    'goes on to judge a record that was read without its version',
    {
      find: 'if (isVersionless(intent, target) && !isWritten(intent, target, world))',
      put: 'if (isVersionless(intent, target) && target.token === null)',
    },
  ),
  one('ambiguous-is-nothing', ['W6'], 'forgets a request when the target has moved on', {
    find: 'const landed = [...written, ...overtaken.filter((field) => !merging.includes(field))]',
    put: 'const landed = written.filter((field) => merging.includes(field) && !merging.includes(field))',
  }),
  one(
    'ambiguous-is-applied',
    ['W6'],
    'takes every field for written when the target has moved on',
    {
      find: 'const landed = [...written, ...overtaken.filter((field) => !merging.includes(field))]',
      put: 'const landed = names.filter((field) => merging.includes(field) || !merging.includes(field))',
    },
  ),
  one(
    'ambiguous-unrecorded',
    ['W6'],
    'does not keep its own value when the target shows a newer one',
    {
      find: 'events: overtaken.length === 0 ? events : [unacknowledged(intent, lost), ...events],',
      put: 'events: overtaken.length < 0 ? [unacknowledged(intent, lost)] : events,',
    },
  ),
  one(
    'gone-unrecorded',
    ['W6'],
    'does not keep its own value when the target was deleted meanwhile',
    {
      find: 'return { events: [unacknowledged(intent, intent.set), ...events], next }',
      put: 'return { events, next }',
    },
  ),
  one(
    'gone-ends-pair',
    ['W6', 'W8'],
    'takes an update whose target is gone for a settled deletion',
    {
      find: 'return { events: [unacknowledged(intent, intent.set), ...events], next }',
      put: "return { events: [...events, { kind: 'forgotten', why: 'gone' }], next }",
    },
  ),
  one(
    'delete-landed-anyway',
    ['W6', 'W8'],
    'takes an unanswered delete for done although the record is there',
    {
      find: "if (intent.verb === 'delete') return withdraw(intent, 'the record changed before it was deleted')",
      put: "if (intent.verb === 'delete') return { events: land(flight.pair, intent, {}, world.terms), next: { kind: 'done' } }",
    },
  ),
  one(
    'delete-resent-anyway',
    ['W6'],
    'plans a delete anew as if nothing had changed: the base becomes what is there',
    {
      find: "if (intent.verb === 'delete') return withdraw(intent, 'the record changed before it was deleted')",
      put: "if (intent.verb === 'delete') return { events: [{ kind: 'withdrawn', op: intent.op, why: 'again' }, { kind: 'agreed', base: { a: { fields: target.fields, token: target.token }, b: { fields: target.fields, token: target.token } } }], next: { kind: 'again', why: 'again' } }",
    },
  ),
  one(
    'landed-takes-current',
    ['W6', 'W11'],
    'takes what is there by now, not what was sent, for the base of a recovered write',
    {
      find: "      events: land(flight.pair, intent, {}, world.terms),\n      next: { kind: 'again', why: 'the earlier request had landed' },",
      put: "      events: land(flight.pair, intent, { after: { fields: target.fields, token: target.token } }, world.terms),\n      next: { kind: 'again', why: 'the earlier request had landed' },",
    },
  ),
  one(
    'unknown-search-is-empty',
    ['W7', 'W8'],
    'takes a search that failed for one that found nothing',
    {
      find: "    case 'unknown':\n      return { events: [], next: { kind: 'rest', why: evidence.why } }",
      put: "    case 'unknown':\n      return found(flight, intent, [], world)",
    },
  ),
  one('unknown-is-absent', ['W8'], 'takes a target that could not be read for one that is gone', {
    find: "if (target.kind === 'absent') return targetGone(flight, intent, world)",
    put: "if (target.kind !== 'present') return targetGone(flight, intent, world)",
  }),
  one(
    'nameless-sent-again',
    ['W7'],
    'sends an unanswered create again although nothing could tell the two apart',
    {
      find: "  if (kind === 'none')\n    return pend(",
      put: "  if (kind === 'none' && matches.length < 0)\n    return pend(",
    },
  ),
  one('nameless-forgotten', ['W7'], 'forgets an unanswered create that nothing can recognise', {
    find: "  if (kind === 'none')\n    return pend(",
    put: "  if (kind === 'none') return withdraw(intent, 'nobody answered')\n  if (kind !== 'external-key' && matches.length < 0)\n    return pend(",
  }),
  one('first-of-many', ['W7', 'L13'], 'takes the first of several records for the one it created', {
    find: 'if (match !== undefined && matches.length === 1)',
    put: 'if (match !== undefined)',
  }),
  one(
    'create-replanned',
    ['W7'],
    'plans a create anew, under another name, when the search finds nothing',
    {
      find: 'return intent.pending === true ? waitForPerson() : resend(flight, intent)',
      put: "return intent.pending === true ? waitForPerson() : withdraw(intent, 'not found')",
    },
  ),
  one(
    'found-is-done',
    ['W7', 'W11'],
    'looks no more at a record that it found after an unanswered create',
    {
      find: "      next: { kind: 'again', why: 'the record was created; it is looked at again' },",
      put: "      next: { kind: 'done' },",
    },
  ),
  one(
    'gone-create-repeated',
    ['W7'],
    'creates once more what was created and deleted by a user since',
    {
      find: "  return {\n    events: land(flight.pair, intent, { id }, world.terms),\n    next: { kind: 'again', why: 'the record was created, and deleted since' },\n  }",
      put: "  return id === null ? { events: land(flight.pair, intent, { id }, world.terms), next: { kind: 'done' } } : withdraw(intent, 'gone')",
    },
  ),
  one('key-outlived', ['W7'], 'trusts an idempotency key that the server no longer remembers', {
    find: 'if (!isRemembered) return',
    put: 'if (!isRemembered && intent.op === null) return',
  }),
  one(
    'busy-is-definite',
    ['W7'],
    'takes the refusal of a copy, while the server is busy with the first, for the end of both',
    {
      find: "if (refusal?.why === 'exists' || refusal?.why === 'stale')\n    return { events: [], next: { kind: 'rest', why: refusal.message } }",
      put: "if (refusal?.why === 'exists' || refusal?.why === 'stale')\n    return withdraw(intent, refusal.message)",
    },
  ),
  one(
    'taken-key-sent-again',
    ['W7'],
    'plans a create anew whose key is taken by a record that cannot be found',
    {
      find: "if (kind === 'external-key' && flight.progress.refusal?.why === 'exists')",
      put: "if (kind === 'none' && flight.progress.refusal?.why === 'exists')",
    },
  ),
  one(
    'claims-nothing',
    ['W7'],
    'takes what its own unanswered create made for a new record of a user',
    {
      file: CLAIM,
      find: "if (intent.verb !== 'create') return false",
      put: "if (intent.verb !== 'create' || intent.op.length >= 0) return false",
    },
  ),
  one(
    'pending-claims-nothing',
    ['W7'],
    'creates across what may be the answer to a question that waits',
    {
      file: CLAIM,
      find: 'pending !== true ||',
      put: '(pending !== true && identification.kind === null) ||',
    },
  ),
]
