import type { RestMeaning, RestMeanings } from '../config.ts'
import type { Answer } from '../../http/exchange.ts'
import { compileSource } from './source.ts'
import { readBody } from './read-body.ts'

/** What the configuration says an answer means; `undefined` where it says nothing. */
export type ReadMeaning = (answer: Answer) => RestMeaning | undefined

/** The statuses a configuration gives a meaning to. */
export function statusesOf(when: RestMeanings | undefined): ReadonlySet<number> {
  return new Set(Object.keys(when ?? {}).map(Number))
}

/** Compiles the meanings a configuration gives to statuses. */
export function compileMeanings(when: RestMeanings | undefined): ReadMeaning {
  const byStatus = new Map<number, ReadMeaning>()
  for (const [status, means] of Object.entries(when ?? {})) {
    if (typeof means === 'string') byStatus.set(Number(status), () => means)
    else byStatus.set(Number(status), byBody(compileSource(means.path), means.values))
  }
  return (answer) => byStatus.get(answer.status)?.(answer)
}

function byBody(
  read: ReturnType<typeof compileSource>,
  values: Readonly<Record<string, RestMeaning>>,
): ReadMeaning {
  const meanings = new Map(Object.entries(values))
  return (answer) => {
    const reading = readBody(answer)
    const value = read(reading.ok ? reading.value : null, answer.headers)
    return value === undefined || typeof value === 'object'
      ? undefined
      : meanings.get(String(value))
  }
}
