import type { Mutant } from '../mutant.ts'

const RECOVER = 'protocol/recover.ts'
const ANSWER = 'protocol/answer.ts'

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
  one('nameless-forgotten', ['W7'], 'forgets an unanswered create that nothing can recognise', {
    find: "  if (kind === 'none')\n    return pend(",
    put: "  if (kind === 'none') return withdraw(intent, 'nobody answered')\n  if (kind !== 'external-key' && matches.length < 0)\n    return pend(",
  }),
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
]
