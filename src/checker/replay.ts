import { brokenIn, nameOf, startsOf, stepsFrom } from './step.ts'
import type { Model } from './model.ts'
import type { Step } from './step.ts'
import type { Trace } from './trace.ts'

/** How far a model follows a run that is given by the names of its actions. */
export type Replay = {
  /** One such run, as far as it can be followed; the first in the model's order. */
  readonly trace: Trace
  /** What a run with these names may break on its way, each property once, in the order it is first broken. */
  readonly broken: readonly string[]
  /** Every state that a run with these names may have reached, in the model's order. */
  readonly reached: readonly Int32Array[]
} & (
  | { readonly kind: 'followed' }
  | {
      readonly kind: 'diverged'
      /** The action that no such run can take. */
      readonly action: string
      /** The actions it could have taken instead, each once. */
      readonly offered: readonly string[]
    }
)

/** A state on the way, and how it was reached. */
interface Scene {
  readonly state: Int32Array
  readonly before?: Scene
  readonly action?: string
}

/**
 * Follows the run whose actions have these names, from any initial state. Where a name fits several transitions all of
 * them are followed. What broke along the way does not end it.
 */
export function replay(model: Model, actions: readonly string[]): Replay {
  const broken = new Set<string>()
  const note = (property: number): void => void broken.add(nameOf(model.properties, property))
  const arrive = (scenes: readonly Scene[]): Scene[] => {
    const arrived = distinct(scenes)
    for (const { state } of arrived) brokenIn(model, state).forEach(note)
    return arrived
  }
  const told = (scenes: readonly Scene[]): Pick<Replay, 'trace' | 'broken' | 'reached'> => ({
    trace: traceTo(model, scenes[0]),
    broken: [...broken],
    reached: scenes.map(({ state }) => state),
  })
  let scenes = arrive(startsOf(model).map((state) => ({ state })))
  for (const action of actions) {
    const fits = (step: Step): boolean => nameOf(model.actions, step.action) === action
    const ways = scenes.map((before) => ({ before, steps: stepsFrom(model, before.state) }))
    const taken = ways.flatMap(({ before, steps }) =>
      steps.filter(fits).map((step) => ({ ...step, before, action })),
    )
    if (taken.length === 0) {
      const names = ways.flatMap(({ steps }) =>
        steps.map((step) => nameOf(model.actions, step.action)),
      )
      return { kind: 'diverged', ...told(scenes), action, offered: [...new Set(names)] }
    }
    for (const step of taken) step.broken.forEach(note)
    scenes = arrive(taken)
  }
  return { kind: 'followed', ...told(scenes) }
}

/** The first way to each state. */
function distinct(scenes: readonly Scene[]): Scene[] {
  const byWords = new Map<string, Scene>()
  for (const scene of scenes) {
    const words = scene.state.join()
    if (!byWords.has(words)) byWords.set(words, scene)
  }
  return [...byWords.values()]
}

function traceTo(model: Model, end: Scene | undefined): Trace {
  const actions: string[] = []
  const states: string[] = []
  for (let scene = end; scene !== undefined; scene = scene.before) {
    states.unshift(model.describe(scene.state))
    if (scene.action !== undefined) actions.unshift(scene.action)
  }
  return { actions, states }
}
