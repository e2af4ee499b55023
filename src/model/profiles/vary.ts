import type { FaultSetting, Setting, SystemSetting, UserSetting } from '../setting.ts'
import type { StatedTerms } from '../../core/terms.ts'
import type { Policy } from './plain.ts'
import type { Value } from '../../core/value.ts'
import { FREE_USERS, NO_FAULTS, PLAIN, PLAIN_SYSTEM, sharedTerms } from './plain.ts'
import { prepareTerms } from '../../core/terms.ts'

/** In what a setting differs from the plainest one. */
export interface Variation {
  readonly policy?: Policy
  readonly fields?: readonly string[]
  /** Values of every field. */
  readonly values?: readonly Value[]
  readonly terms?: Partial<StatedTerms>
  /** Both systems. */
  readonly system?: Partial<SystemSetting>
  readonly a?: Partial<SystemSetting>
  readonly b?: Partial<SystemSetting>
  readonly users?: Partial<UserSetting>
  readonly faults?: Partial<FaultSetting>
  readonly rest?: Partial<Pick<Setting, 'room' | 'start' | 'keyed' | 'countsSends'>>
}

/** Crashes, lost requests and lost answers. */
export const LOSSY: Partial<FaultSetting> = { crashes: true, losses: true }

/** The plainest setting, varied. */
export function vary(variation: Variation): Setting {
  const { policy = 'ask', fields = ['x'], values = [1, 2], system, faults, users } = variation
  return {
    ...PLAIN,
    ...variation.rest,
    terms: prepareTerms({ ...sharedTerms(fields, policy), ...variation.terms }),
    systems: {
      a: { ...PLAIN_SYSTEM, ...system, ...variation.a },
      b: { ...PLAIN_SYSTEM, ...system, ...variation.b },
    },
    values: Object.fromEntries(fields.map((field) => [field, values])),
    users: { ...FREE_USERS, ...users },
    faults: { ...NO_FAULTS, ...faults },
  }
}

/** On neither side. */
export const NOWHERE = { a: false, b: false } as const

/** On both sides. */
export const EVERYWHERE = { a: true, b: true } as const
