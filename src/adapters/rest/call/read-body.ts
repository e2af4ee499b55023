import type { Answer } from '../../http/exchange.ts'
import type { JsonReading } from '../../http/json/read-json.ts'
import { headerOf } from '../../http/header/answer-headers.ts'
import { readJson } from '../../http/json/read-json.ts'

/** Reads the JSON of an answer. A web page is told from a broken answer, whatever its status says. */
export function readBody({ body, headers }: Answer): JsonReading {
  if (isWebPage(body, headers))
    return { ok: false, why: 'is a web page, as a login page or a wrong address would be' }
  return readJson(body)
}

/** Whether an answer is meant for a browser. */
export function isWebPage(body: Buffer, headers: Answer['headers']): boolean {
  const type = headerOf(headers, 'content-type') ?? ''
  if (/^(text\/html|application\/xhtml)/i.test(type)) return body.length > 0
  return /^\s*<(!doctype|html)/i.test(body.toString('latin1', 0, 64))
}
