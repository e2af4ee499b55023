import type { Proceed, Search } from './small-setting.ts'
import type { Subject } from './subject.ts'
import { editsOnly, everyEdit, searchSetting, smallSetting } from './small-setting.ts'
import { kindsOf } from './subject.ts'
import { tellSteps } from './tell-step.ts'

/** What a policy does that none may do. */
export type PolicyFault = 'loses' | 'oscillates' | 'depends-on-timing' | 'contradicts'

/** A rule of the user that must not be followed, with the shortest way to see why. */
export interface Refusal {
  readonly fault: PolicyFault
  readonly field: string
  /** What happens, as a sentence without a full stop. */
  readonly text: string
  /** Short sentences in the user's names, in order. */
  readonly trace: readonly string[]
  /** The smallest change of the configuration that ends it, as a sentence without a full stop. */
  readonly change: string
}

/** What was found out about the policy of an entity. */
export interface PolicyVerdict {
  /** One field of each kind; the others are decided like one of these. */
  readonly fields: readonly string[]
  /** Every reachable state was met: there is nothing else to find. */
  readonly closed: boolean
  readonly states: number
  readonly refusals: readonly Refusal[]
}

/**
 * Explores the user's policy between two systems that can do everything, where nothing fails: whatever goes wrong there
 * is the policy's own fault (C120). Stops when `proceed` says so; what was met until then was judged.
 */
export function judgePolicy(subject: Subject, proceed: Proceed): PolicyVerdict {
  const kinds = kindsOf(subject.terms)
  const settings = kinds.map((field) => smallSetting(subject, field))
  const searches = [
    ...settings.map((setting, at) => [editsOnly(setting), kinds[at]?.name ?? ''] as const),
    ...settings.map((setting, at) => [everyEdit(setting), kinds[at]?.name ?? ''] as const),
  ].map(([setting, field]) => searchSetting(setting, field, proceed))
  const all = searches.flatMap(refusalsOf)
  return {
    fields: kinds.map(({ name }) => name),
    closed: searches.every(({ closed }) => closed),
    states: searches.reduce((sum, { states }) => sum + states, 0),
    refusals: [...new Map(all.map((refusal) => [refusal.fault, refusal] as const)).values()],
  }
}

function refusalsOf({ field, breaches }: Search): readonly Refusal[] {
  return breaches.flatMap(({ name, steps }) => {
    const said = FAULTS[name]
    if (said === undefined) return []
    const [fault, text] = said
    return [{ fault, field, text, trace: tellSteps(steps), change: CHANGES[fault] }]
  })
}

/**
 * Properties whose breach is the policy's fault. Two are not here: a question that nobody need ask is what the rule `ask`
 * says, and two records that were never linked and one of which goes away are judged one by one.
 */
const FAULTS: Readonly<Record<string, readonly [PolicyFault, string]>> = {
  P1: ['oscillates', 'the two systems never come to agree'],
  P8: ['oscillates', 'writes go on although nobody edits anything'],
  P2: ['loses', 'a value is overwritten that is kept nowhere'],
  P3: ['depends-on-timing', 'an older value replaces a newer one'],
  P10: ['depends-on-timing', 'which value wins depends on who is read first'],
  P5: ['contradicts', 'something is written that nobody wrote'],
  bug: ['contradicts', 'the rules contradict each other'],
  repair: ['contradicts', 'what is remembered is not what was agreed'],
}

const CHANGES: Readonly<Record<PolicyFault, string>> = {
  oscillates: 'give the field one owner, or write policy: ask',
  loses: 'write policy: ask for this field',
  'depends-on-timing': "write policy: ask, or a system's name",
  contradicts: 'leave out the rules of this field, so that its preset answers',
}
