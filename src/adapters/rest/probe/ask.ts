import type { Fields, Value } from '../../../core/value.ts'
import type { AnswerHeaders } from '../../http/header/answer-headers.ts'
import { valueAt } from '../../http/json/path.ts'

/** Parameters of an address. */
export type Query = Readonly<Record<string, string>>

/** What was answered. */
export interface Asked {
  readonly body: Value
  readonly headers: AnswerHeaders
}

/** Asks by GET for a path below the address of the system; nothing for what is refused. */
export type Ask = (path: string, query?: Query) => Promise<Asked | undefined>

/** What stands at a path of a record, as text; nothing for what is neither text nor number. */
export function textAt(item: Value, path: string): string | undefined {
  const value = valueAt(item, path)
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
}

/** Tells a record from other values. */
export function isRecord(value: Value): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
