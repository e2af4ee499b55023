import type { Exploration } from '../checker/explore.ts'
import type { FieldRule } from '../core/terms.ts'
import type { Setting } from '../model/setting.ts'
import type { Subject } from './subject.ts'
import type { Value } from '../core/value.ts'
import { PLAIN } from '../model/profiles/plain.ts'
import { explore } from '../checker/explore.ts'
import { pairModel } from '../model/pair-model.ts'
import { prepareTerms } from '../core/terms.ts'

/** States after which one search stops. */
export const SEARCH_STATES_MAX = 200_000

/** What was searched: every state, or those within the bound of states or time. */
export interface Search {
  readonly field: string
  readonly closed: boolean
  readonly states: number
  /** What was found broken, in the model's own names, each with a shortest trace. */
  readonly breaches: readonly { readonly name: string; readonly steps: readonly string[] }[]
}

/** How long a search may go on; asked again and again. */
export type Proceed = () => boolean

/**
 * The world of one field of the user's entity: the user's own terms and names, with plain systems and no faults. Values
 * are only compared, so few of them stand for all; equality is the terms' own.
 */
export function smallSetting({ terms, keyed }: Subject, field: FieldRule): Setting {
  const { kind } = field.policy
  // Two records that are kept apart on purpose are no pair: there is nothing to agree on.
  const meets = keyed && terms.presence.createdBoth.kind !== 'both'
  return {
    ...PLAIN,
    name: `${terms.entity}.${field.name}`,
    terms: prepareTerms({
      ...terms,
      fields: [{ ...field, required: false, refersTo: undefined }],
      tokenCovers: { a: true, b: true },
    }),
    values: {
      [field.name]: VALUES[kind === 'union' || kind === 'max' || kind === 'min' ? kind : 'other'],
    },
    keyed: meets,
  }
}

/** Numbers and lists where a policy computes with them; the first is the agreed record's. */
const VALUES: Readonly<Record<'union' | 'max' | 'min' | 'other', readonly Value[]>> = {
  union: [['old'], ['old', 'new'], ['other']],
  max: [1, 2, 3],
  min: [1, 2, 3],
  other: ['old', 'new', 'other'],
}

/** Only edits: three values, so that both sides can change a field differently. */
export function editsOnly(setting: Setting): Setting {
  const none = { a: false, b: false }
  return { ...setting, users: { ...setting.users, creates: none, deletes: none } }
}

/** Everything users do, with two values of a field. */
export function everyEdit(setting: Setting): Setting {
  const values = Object.entries(setting.values).map(([name, all]) => [name, all.slice(0, 2)])
  return { ...setting, values: Object.fromEntries(values) as Setting['values'] }
}

/** Searches a setting, if there is time to begin; the trace of whatever is found broken is a shortest one. */
export function searchSetting(setting: Setting, field: string, proceed: Proceed): Search {
  if (!proceed()) return { field, closed: false, states: 0, breaches: [] }
  const model = pairModel(setting)
  const found: Exploration = explore(model, { statesMax: SEARCH_STATES_MAX, proceed })
  return {
    field,
    closed: found.closed && model.cuts() === 0,
    states: found.states,
    breaches: [...found.breaches].map(([name, { trace }]) => ({ name, steps: trace.actions })),
  }
}
