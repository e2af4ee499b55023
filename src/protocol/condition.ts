import type { Ability } from './ability.ts'
import type { Condition, Verb } from '../core/operation.ts'
import type { Observation } from '../core/observation.ts'

/** What the builder of an operation says about its guard: a condition, or that the target has to be read first. */
export type Guarding =
  | { readonly kind: 'guarded'; readonly condition: Condition }
  | { readonly kind: 'unread'; readonly why: string }

/** Chooses the strongest condition the target offers (W3); a missing token is fetched, never done without. */
export function guardOf(verb: Verb, target: Observation, ability: Ability): Guarding {
  if (verb === 'create') return { kind: 'guarded', condition: createCondition(ability) }
  const means = verb === 'update' ? ability.update : ability.delete
  if (means === 'none') return { kind: 'guarded', condition: NO_MEANS }
  if (target.kind !== 'present') return { kind: 'unread', why: 'the target was not read' }
  if (target.unsettled === true)
    return { kind: 'unread', why: 'its last change is too recent to write against (W9)' }
  return target.token === undefined
    ? { kind: 'unread', why: 'its version is not known yet' }
    : { kind: 'guarded', condition: { kind: means, token: target.token } }
}

const NO_MEANS: Condition = {
  kind: 'none',
  because: 'the system offers no conditional write: it is read again just before',
}

function createCondition(ability: Ability): Condition {
  return ability.createIfAbsent && ability.identification === 'client-id'
    ? { kind: 'absent' }
    : { kind: 'none', because: 'a create has no earlier version' }
}
