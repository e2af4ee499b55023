import type { Answer } from '../../http/exchange.ts'
import type { HttpClient } from '../../http/client.ts'
import type { Value } from '../../../core/value.ts'
import { readBody } from './read-body.ts'
import { valueAt } from '../../http/json/path.ts'

/** What a system says about a request it did not carry out. */
export interface Problem {
  /** One line, safe to show. */
  readonly message: string
  /** The field it names as the cause. */
  readonly field?: string | undefined
}

/** Longest name of a field that is passed on. */
export const FIELD_LENGTH_MAX = 100

/** Where systems put their sentence: RFC 9457 first, then by custom. */
const SENTENCES = [
  'detail',
  'message',
  'error.message',
  'errors.0.message',
  'errors.0.detail',
  'error_description',
  'error',
  'errors.0',
  'title',
  'errorMessage',
]
const FIELDS = [
  'field',
  'error.field',
  'errors.0.field',
  'errors.0.path',
  'error.target',
  'errors.0.source.pointer',
]

/** Reads what a system says about a refusal, in the usual places, or quotes the answer. */
export function problemOf(answer: Answer, client: HttpClient): Problem {
  const { status, body } = answer
  const reading = readBody(answer)
  const value = reading.ok ? reading.value : null
  const sentence = firstText(value, SENTENCES)
  if (sentence === undefined)
    return {
      message: body.length === 0 ? `answers ${status}` : `answers ${status} ${client.quote(body)}`,
    }
  const words = client.quote(Buffer.from(sentence))
  return { message: `answers ${status} ${words}`, field: fieldIn(value, client) }
}

/** The name of a field is short and plain; anything else is no name. */
function fieldIn(value: Value, client: HttpClient): string | undefined {
  const name = firstText(value, FIELDS)
  return name === undefined ? undefined : client.clean(name).slice(0, FIELD_LENGTH_MAX)
}

function firstText(value: Value, paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const text = valueAt(value, path)
    if (typeof text === 'string' && text !== '') return text
  }
  return undefined
}
