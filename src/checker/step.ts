import type { Model } from './model.ts'

/** One transition, copied out of the model. */
export interface Step {
  readonly action: number
  readonly state: Int32Array
  /** The properties that the transition itself breaks. */
  readonly broken: readonly number[]
}

/** The states a model can begin in, copied, in its order. */
export function startsOf(model: Model): Int32Array[] {
  const starts: Int32Array[] = []
  model.initial((state) => void starts.push(state.slice()))
  return starts
}

/** The transitions out of a state, copied, in the model's order. */
export function stepsFrom(model: Model, from: Int32Array): Step[] {
  const steps: Step[] = []
  model.next(from, (action, state, broken = []) => {
    steps.push({ action, state: state.slice(), broken: [...broken] })
  })
  return steps
}

/** The properties that the state itself breaks. */
export function brokenIn(model: Model, state: Int32Array): number[] {
  const broken: number[] = []
  model.check(state, (property) => void broken.push(property))
  return broken
}

/** The name behind an index of `actions`, `properties` or `marks`; an index without one shows as its number. */
export function nameOf(names: readonly string[], index: number): string {
  return names[index] ?? `#${index}`
}
