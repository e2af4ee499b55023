import type { RefusalKind, Verb } from '../../../core/operation.ts'
import type { Answer } from '../../http/exchange.ts'
import type { RestMeaning } from '../config.ts'
import { headerOf } from '../../http/header/answer-headers.ts'

/** What the status of an answer says about a write. */
export type WriteMeaning = RefusalKind | 'written' | 'later' | 'unknown'

/**
 * What statuses mean, unless configured. A refusal says that nothing was done; `later` that nothing was begun; whatever
 * may have been done in part, or will be, is unknown.
 */
const COMMON: Readonly<Record<number, WriteMeaning>> = {
  202: 'unknown',
  402: 'forbidden',
  403: 'forbidden',
  404: 'absent',
  405: 'unsupported',
  408: 'unknown',
  409: 'stale',
  410: 'absent',
  412: 'stale',
  415: 'unsupported',
  423: 'later',
  425: 'later',
  428: 'unsupported',
  429: 'later',
  451: 'forbidden',
  501: 'unsupported',
}

/** Where a verb gives a status another meaning. */
const BY_VERB: Readonly<Record<Verb, Readonly<Record<number, WriteMeaning>>>> = {
  create: { 404: 'unsupported', 409: 'exists', 410: 'unsupported', 412: 'exists' },
  update: {},
  delete: {},
}

/** What the configuration may say of an answer, in terms of a write. */
const CONFIGURED: Readonly<Record<RestMeaning, WriteMeaning>> = {
  stale: 'stale',
  absent: 'absent',
  exists: 'exists',
  ambiguous: 'ambiguous',
  invalid: 'invalid',
  forbidden: 'forbidden',
  unsupported: 'unsupported',
  written: 'written',
  later: 'later',
  unknown: 'unknown',
  'not-found': 'absent',
  gone: 'absent',
  hidden: 'forbidden',
  'cursor-expired': 'unknown',
}

/** What an answer says about a write: as configured, else as usual for the verb. */
export function meaningOfWrite(
  verb: Verb,
  answer: Answer,
  configured: RestMeaning | undefined,
): WriteMeaning {
  if (configured !== undefined) return CONFIGURED[configured]
  const { status } = answer
  const usual = BY_VERB[verb][status] ?? COMMON[status]
  if (usual !== undefined) return usual
  if (status >= 200 && status < 300) return 'written'
  if (status >= 400 && status < 500) return 'invalid'
  // Asked to come back: a system that had begun would not know when it is done.
  const asked = headerOf(answer.headers, 'retry-after')
  return status === 503 && asked !== undefined ? 'later' : 'unknown'
}
