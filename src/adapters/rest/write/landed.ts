import type { NativeRecord, WriteOutcome } from '../../adapter.ts'
import { isWebPage, readBody } from '../call/read-body.ts'
import type { Answer } from '../../http/exchange.ts'
import type { ReadPath } from '../../http/json/path.ts'
import type { RecordReader } from '../read/record.ts'
import type { RestWriteCall } from '../config.ts'
import type { Verb } from '../../../core/operation.ts'
import { headerOf } from '../../http/header/answer-headers.ts'

/** How the answer to a write that was done is read. */
export interface LandingRules {
  readonly verb: Verb
  readonly answers: NonNullable<RestWriteCall['answer']>
  readonly reader: RecordReader
  readonly readResult: ReadPath
  /** The header that tells the token where no body does. */
  readonly tokenHeader: string | undefined
  /** The header that marks a replayed answer. */
  readonly replayHeader: string | undefined
  /** Reads an id from the address of a new record. */
  readonly idIn: (location: string) => string | undefined
}

/**
 * Reads what a write left behind. An answer that says it was done but not what was done is unknown, not done; `id` is
 * the record written to, or the id chosen for a new one.
 */
export function landed(rules: LandingRules, answer: Answer, id: string | undefined): WriteOutcome {
  if (isWebPage(answer.body, answer.headers)) return unclear('with a web page')
  if (rules.verb === 'delete') return { kind: 'written', id: id ?? '' }
  const shown = recordIn(rules, answer)
  if (typeof shown === 'string') return unclear(`but the answer ${shown}`)
  const known = shown?.id ?? newId(rules, answer) ?? id
  return known === undefined
    ? unclear('but does not tell the id')
    : { ...toldOf(rules, answer, shown), kind: 'written', id: known }
}

function toldOf(
  rules: LandingRules,
  answer: Answer,
  shown: NativeRecord | undefined,
): Pick<WriteOutcome & { kind: 'written' }, 'after' | 'token' | 'replay'> {
  return {
    after: rules.answers === 'record' ? shown : undefined,
    token: shown?.token ?? tokenIn(rules, answer),
    replay: isReplay(rules, answer) ? true : undefined,
  }
}

function unclear(what: string): WriteOutcome {
  return { kind: 'unknown', message: what }
}

/** The record in an answer, nothing where there is none, or why the answer cannot be read. */
function recordIn(rules: LandingRules, answer: Answer): NativeRecord | string | undefined {
  if (rules.answers === 'none' || answer.body.length === 0) return undefined
  const reading = readBody(answer)
  if (!reading.ok) return reading.why
  return rules.reader.read(rules.readResult(reading.value) ?? null, answer.headers)
}

function newId({ verb, idIn }: LandingRules, { headers }: Answer): string | undefined {
  const location = verb === 'create' ? headerOf(headers, 'location') : undefined
  return location === undefined ? undefined : idIn(location)
}

function tokenIn({ tokenHeader }: LandingRules, { headers }: Answer): string | undefined {
  return tokenHeader === undefined ? undefined : headerOf(headers, tokenHeader)
}

function isReplay({ replayHeader }: LandingRules, { headers }: Answer): boolean {
  return replayHeader !== undefined && headerOf(headers, replayHeader)?.toLowerCase() === 'true'
}
