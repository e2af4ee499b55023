import { DEFAULT_GUARDS } from '../../core/plan/guard.ts'
import type { Guards } from '../../core/plan/guard.ts'
import type { SaidGuards } from '../schema/guards.ts'
import type { KeyPath } from '../source/key-path.ts'
import { quote } from './rule-source.ts'
import type { SourceOf, Sourced, SourcedEach } from './rule-source.ts'

/** The words of the file for each guard. */
const WORDS = {
  deletes: 'maxDelete',
  updates: 'maxUpdate',
  creates: 'maxCreate',
  recordsMin: 'minRecords',
} as const

/** Answers what stops a run: the first of several places that says so, else the default. */
export function resolveGuards(
  sourceOf: SourceOf,
  places: readonly (readonly [said: SaidGuards | undefined, at: KeyPath])[],
): SourcedEach<Guards> {
  const resolve = <Guard extends keyof Guards>(guard: Guard): Sourced<Guards[Guard]> => {
    const word = WORDS[guard]
    const answers = places.flatMap(([said, at]) => {
      const value = said?.[word] as Guards[Guard] | undefined
      return quote(sourceOf, value, [...at, word]) ?? []
    })
    const unsaid = { value: DEFAULT_GUARDS[guard], source: { rule: `default ${word}` } }
    return answers[0] ?? unsaid
  }
  return {
    deletes: resolve('deletes'),
    updates: resolve('updates'),
    creates: resolve('creates'),
    recordsMin: resolve('recordsMin'),
  }
}
