import type { Profile } from './profile.ts'
import { LOSSY, NOWHERE, vary } from './vary.ts'

/**
 * The main profile: what most users have. In the window of a lost answer two things cannot be told (W6): an edit that
 * ends exactly where the request found the field, from a request that never arrived; and whether who deleted the record
 * knew of the request (I3).
 */
export const MAIN: Profile = {
  name: 'versions',
  meaning: 'versions and conditions; any number of edits, crashes, lost requests and answers',
  setting: vary({ policy: 'keep-updated', faults: LOSSY }),
  anomalies: ['P3 deleted', 'P3 revert'],
}

/** What may go wrong between two systems that can do everything. */
export const FAULT_PROFILES: readonly Profile[] = [
  MAIN,
  {
    name: 'no-faults',
    meaning: 'any number of edits, nothing goes wrong',
    setting: vary({ policy: 'keep-updated' }),
    anomalies: [],
  },
  {
    name: 'three-values',
    meaning: 'three values, so that both sides change one field differently; nothing goes wrong',
    setting: vary({ policy: 'keep-updated', values: [1, 2, 3] }),
    anomalies: [],
  },
  {
    name: 'three-values-lossy',
    meaning: 'three values, crashes, lost requests and answers; a person is asked',
    setting: vary({ values: [1, 2, 3], faults: LOSSY, users: { creates: NOWHERE } }),
    anomalies: ['L14 deleted', 'L14 revert', 'P3 revert', 'P4 assumed', 'P4 deleted', 'P4 revert'],
  },
  {
    name: 'ask',
    meaning: 'as versions, a person is asked about everything in question and does not answer',
    setting: vary({ faults: LOSSY }),
    anomalies: ['L14 deleted', 'L14 revert', 'P3 revert'],
  },
  {
    name: 'take-a',
    meaning: 'as ask, the first system wins what both changed',
    setting: vary({
      policy: 'take-a',
      values: [1, 2, 3],
      faults: LOSSY,
      users: { deletes: NOWHERE },
    }),
    anomalies: ['P3 revert', 'P4 assumed', 'P4 revert'],
  },
  {
    name: 'keep-deleted',
    meaning: 'as versions, a deletion wins over a change',
    setting: vary({ policy: 'keep-deleted', faults: LOSSY }),
    anomalies: ['P3 revert'],
  },
  {
    name: 'delayed',
    meaning: 'a request may take effect long after its answer was given up; crashes and losses too',
    setting: vary({ faults: { ...LOSSY, delays: true }, users: { creates: NOWHERE } }),
    anomalies: ['L14 deleted', 'L14 revert', 'P3 revert'],
    statesMax: 1_000_000,
  },
  {
    name: 'delayed-creates',
    meaning: 'a create may take effect long after its answer was given up',
    setting: vary({ faults: { losses: true, delays: true }, rest: { start: 'empty' } }),
    anomalies: ['L14 deleted', 'L14 revert', 'P3 revert'],
    statesMax: 300_000,
  },
  {
    name: 'stale-lists',
    meaning: 'a listing may show a record as it was before its last change, in any cycle',
    setting: vary({ faults: { stale: true }, users: { creates: NOWHERE } }),
    anomalies: ['L14 stale', 'P3 stale'],
  },
  {
    name: 'partial-lists',
    meaning: 'a listing may leave out any record, in any cycle; crashes and losses too',
    setting: vary({ faults: { ...LOSSY, partial: true } }),
    anomalies: ['L14 deleted', 'L14 revert', 'P3 revert'],
  },
  {
    name: 'limited-sends',
    meaning: 'a request is lost so often that the run gives it up; no crash',
    setting: vary({ faults: { losses: true }, rest: { countsSends: true } }),
    anomalies: ['L14 deleted', 'L14 revert', 'P3 revert'],
  },
]
