import type { StatedTerms } from '../../src/core/terms.ts'
import type { Subject, SubjectSystem } from '../../src/guarantee/subject.ts'
import { PLAIN_SYSTEM, sharedTerms } from '../../src/model/profiles/plain.ts'
import { prepareTerms } from '../../src/core/terms.ts'

/** A system with versions that count up, conditions on them, and idempotent creates. */
export const STRONG: SubjectSystem = {
  ability: { ...PLAIN_SYSTEM.ability, identification: 'idempotency-key' },
  versions: 'counter',
  idempotent: true,
  allow: { create: true, update: true, delete: true },
  incremental: false,
}

/** A system that can be read and written and nothing more. */
export const WEAK: SubjectSystem = {
  ...STRONG,
  ability: {
    ...STRONG.ability,
    update: 'none',
    delete: 'none',
    createIfAbsent: false,
    identification: 'none',
  },
  versions: 'none',
  idempotent: false,
}

/** Two strong systems that share one field, `name`, as far as nothing else is said. */
export function subject(
  stated: Partial<StatedTerms> = {},
  systems: Partial<Subject['systems']> = {},
): Subject {
  return {
    terms: prepareTerms({ ...sharedTerms(['name'], 'ask'), ...stated }),
    systems: { a: STRONG, b: STRONG, ...systems },
    keyed: true,
  }
}

/** No bound of time. */
export const always = (): boolean => true
