import type { Call, CallPlace } from '../call/call.ts'
import type { RestCollectionConfig, RestCreateCall } from '../config.ts'
import { compileMeanings, statusesOf } from '../call/meaning.ts'
import type { HttpClient } from '../../http/client.ts'
import type { RecordReader } from '../read/record.ts'
import type { Scope } from '../call/substitution.ts'
import type { Verb } from '../../../core/operation.ts'
import type { WriteOutcome } from '../../adapter.ts'
import type { WriteRules } from './send-write.ts'
import { compileCall } from '../call/call.ts'
import { compileLocation } from './location.ts'
import { compilePath } from '../../http/json/path.ts'
import { sendWrite } from './send-write.ts'

/** What the writes of a collection share. */
export interface WriteParts {
  readonly client: HttpClient
  readonly config: RestCollectionConfig
  readonly reader: RecordReader
  /** Where a verb stands in the configuration. */
  readonly place: (verb: Verb) => CallPlace
}

/** One kind of write, compiled. */
export interface CompiledWrite {
  readonly call: Call
  readonly send: (sending: Sending) => Promise<WriteOutcome>
}

/** What one write is filled with. */
export interface Sending {
  readonly scope: Scope
  readonly headers: Readonly<Record<string, string>>
  /** The record written to, or the id chosen for a new one. */
  readonly id: string | undefined
  readonly signal: AbortSignal
}

/** Compiles what all verbs have in common: the request, and how its answer is understood. */
export function compileWrite(
  verb: Verb,
  config: RestCreateCall,
  { client, config: collection, reader, place }: WriteParts,
): CompiledWrite {
  const at = place(verb)
  const kind = { operation: verb, reads: false, expects: statusesOf(config.when) }
  const getPath = at.basePath + (collection.get.request.split(' ')[1] ?? '')
  const landing = {
    verb,
    answers: config.answer ?? 'record',
    reader,
    readResult: compilePath(config.result ?? ''),
    tokenHeader: versionHeader(collection),
    replayHeader: config.replayed,
    idIn: compileLocation(getPath, client.origin),
  }
  const call = compileCall(config, kind, at)
  const rules = { client, config, configured: compileMeanings(config.when), landing }
  return { call, send: (sending) => send(call, rules, sending) }
}

async function send(call: Call, rules: WriteRules, sending: Sending): Promise<WriteOutcome> {
  const rendering = call.render(sending.scope)
  if (!rendering.ok) return refuse('invalid', rendering.why)
  const { request } = rendering
  const headers = { ...request.headers, ...sending.headers }
  return sendWrite(rules, { ...request, headers }, sending.id, sending.signal)
}

/** A refusal of our own: the request was not even sent. */
export function refuse(why: 'unsupported' | 'invalid', message: string): WriteOutcome {
  return { kind: 'refused', why, message: `${message}; nothing was sent` }
}

function versionHeader({ token, stamp }: RestCollectionConfig): string | undefined {
  return token === undefined ? stamp?.header : token.header
}
