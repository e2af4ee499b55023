import type { Situation } from './situation.ts'

/** What a cell calls for. `policy` asks the user's rule, after the test whether both sides say the same already. */
export type CellAction =
  | 'vacuous'
  | 'nothing'
  | 'create-a'
  | 'create-b'
  | 'update-a'
  | 'update-b'
  | 'delete-a'
  | 'delete-b'
  | 'forget'
  | 'policy'

/** One cell of the matrix. */
export interface CellRule {
  readonly action: CellAction
  /** Unreachable while both bases commit in one transaction; the action is then the safe one, not an alarm. */
  readonly reachable: boolean
  readonly reason: string
}

const rule = (action: CellAction, reason: string): CellRule => ({ action, reachable: true, reason })
const lost = (action: CellAction, reason: string): CellRule => ({
  action,
  reachable: false,
  reason,
})

/** The decision (D2): side `a` down, side `b` across. `updated` of a pair that never agreed means created. */
// prettier-ignore
export const MATRIX: Readonly<Record<Situation, Readonly<Record<Situation, CellRule>>>> = {
  missing: {
    missing:   rule('vacuous',  'nothing exists and nothing is known'),
    unchanged: lost('create-a', 'only half of the pair is remembered: it is completed'),
    updated:   rule('create-a', 'new on b'),
    deleted:   lost('forget',   'nothing exists any more'),
  },
  unchanged: {
    missing:   lost('create-b', 'only half of the pair is remembered: it is completed'),
    unchanged: rule('nothing',  'neither side changed'),
    updated:   rule('update-a', 'only b changed'),
    deleted:   rule('delete-a', 'deleted on b, untouched on a'),
  },
  updated: {
    missing:   rule('create-b', 'new on a'),
    unchanged: rule('update-b', 'only a changed'),
    updated:   rule('policy',   'both sides changed: equal values are adopted, different ones are for the rule'),
    deleted:   rule('policy',   'changed on a, deleted on b'),
  },
  deleted: {
    missing:   lost('forget',   'nothing exists any more'),
    unchanged: rule('delete-b', 'deleted on a, untouched on b'),
    updated:   rule('policy',   'deleted on a, changed on b'),
    deleted:   rule('forget',   'deleted on both sides'),
  },
}
