import type { AnswerHeaders } from '../../http/header/answer-headers.ts'
import type { Source } from '../config.ts'
import type { Value } from '../../../core/value.ts'
import { compilePath } from '../../http/json/path.ts'
import { headerOf } from '../../http/header/answer-headers.ts'

/** Reads one place of an answer, in its JSON or its headers. */
export type ReadSource = (body: Value, headers: AnswerHeaders) => Value | undefined

const HEADER = 'header:'

/** Compiles the place in an answer where something stands. */
export function compileSource(source: Source): ReadSource {
  if (source.startsWith(HEADER)) {
    const name = source.slice(HEADER.length)
    return (_, headers) => headerOf(headers, name)
  }
  const read = compilePath(source)
  return (body) => read(body)
}
