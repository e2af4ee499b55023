import { nameOf, startsOf, stepsFrom } from './step.ts'
import type { Model } from './model.ts'

/** A run from an initial state, in words. */
export interface Trace {
  readonly actions: readonly string[]
  /** One more than actions: the state before the first, and the state after each. */
  readonly states: readonly string[]
}

/**
 * The run that takes, from one of the initial states, one of the transitions each time, all by their place in the
 * model's order. Throws if the model does not offer them, which is a bug of the model.
 */
export function retrace(model: Model, path: readonly number[]): Trace {
  const [start, ...ordinals] = path
  let state = startsOf(model)[start ?? 0] ?? isInconstant(model)
  const actions: string[] = []
  const states = [model.describe(state)]
  for (const ordinal of ordinals) {
    const step = stepsFrom(model, state)[ordinal] ?? isInconstant(model)
    state = step.state
    actions.push(nameOf(model.actions, step.action))
    states.push(model.describe(state))
  }
  return { actions, states }
}

function isInconstant(model: Model): never {
  throw new Error(`Bug: the model ${model.name} does not offer the same transitions twice`)
}
