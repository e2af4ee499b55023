import type { FaultSetting, Setting } from '../setting.ts'
import type { Policy } from './plain.ts'
import type { Profile } from './profile.ts'
import { FREE_USERS, NO_FAULTS, PLAIN, sharedTerms } from './plain.ts'
import { prepareTerms } from '../../core/terms.ts'

const LOSSY: FaultSetting = { ...NO_FAULTS, crashes: true, losses: true }

/**
 * In the window of a lost answer two things cannot be told (W6): an edit that ends exactly where the request found the
 * field, from a request that never arrived; and whether who deleted the record knew of the request (I3). After the latter
 * the policy decides, so that only a deletion that wins shows nothing of it.
 */
const WINDOW: Readonly<Record<Policy, readonly string[]>> = {
  ask: ['L14 deleted', 'L14 revert', 'P3 revert'],
  'take-a': ['L14 deleted', 'L14 revert', 'P3 revert'],
  'keep-updated': ['P3 deleted', 'P3 revert'],
  'keep-deleted': ['P3 revert'],
}

/** The main profile: versions, conditions, ids of our choice; crashes and losses without limit. */
export const MAIN: Profile = {
  name: 'versions',
  meaning: 'versions on both sides; any number of edits, crashes, lost requests and answers',
  setting: { ...PLAIN, faults: LOSSY },
  anomalies: WINDOW.ask,
}

/** Every profile, the main one first. */
export const PROFILES: readonly Profile[] = [
  MAIN,
  {
    name: 'no-faults',
    meaning: 'any number of edits, and nothing goes wrong',
    setting: PLAIN,
    anomalies: [],
  },
  ...(['take-a', 'keep-deleted'] as const).map((policy) => ({
    name: `versions-${policy}`,
    meaning: `as versions, with the policy ${policy}`,
    setting: policed({ ...PLAIN, faults: LOSSY }, policy),
    anomalies: WINDOW[policy],
  })),
  {
    name: 'empty-start',
    meaning: 'as versions, with nothing at first',
    setting: { ...PLAIN, faults: LOSSY, start: 'empty' },
    anomalies: WINDOW.ask,
  },
  {
    name: 'answers',
    meaning: 'a person answers what is asked',
    setting: { ...PLAIN, users: { ...FREE_USERS, answers: true } },
    anomalies: [],
  },
]

function policed(setting: Setting, policy: Policy): Setting {
  const fields = setting.terms.fields.map(({ name }) => name)
  return { ...setting, terms: prepareTerms(sharedTerms(fields, policy)) }
}
