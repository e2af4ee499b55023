import type { EmitTransition, Model, ReportBreach } from './model.ts'
import { FINGERPRINT_BITS, createSeen } from './seen.ts'
import type { Lineage } from './lineage.ts'
import type { Seen } from './seen.ts'
import type { Shelf } from './shelf.ts'
import { createLineage } from './lineage.ts'
import { createShelf } from './shelf.ts'
import { nameOf } from './step.ts'

/** States that are expanded between two questions whether to proceed. */
export const PROCEED_STATES = 2 ** 12

/** How far an exploration goes, and how. Without any, it ends when every state was expanded. */
export interface ExploreOptions {
  /** Stops before it would keep one state more. */
  readonly statesMax?: number
  /** Keeps every state and compares states word by word, instead of 64-bit fingerprints of them. */
  readonly exact?: boolean
  /** Stops as soon as one of these properties is broken; its trace is a shortest one all the same. */
  readonly stopAt?: ReadonlySet<string>
  /** Asked every `PROCEED_STATES` states: false stops. A caller shows progress here, and watches its clock. */
  readonly proceed?: (progress: Progress) => boolean
  /**
   * Bits of a fingerprint that are used, 1 to 64. Fewer make two states collide often: a way to see what that does. An
   * exact exploration finds the same whatever they are.
   */
  readonly fingerprintBits?: number
}

/** How far an exploration has come. */
export interface Progress {
  readonly states: number
  readonly transitions: number
  /** Steps from an initial state to the farthest state met. */
  readonly depth: number
  /** States that were met and not yet expanded. */
  readonly waiting: number
}

/** Where a property was first broken: in a state, or by one transition out of it. */
export interface Sighting {
  count: number
  readonly state: number
  readonly ordinal: number | undefined
}

/** An exploration under way. States are known by the order in which they were met. */
export interface Search {
  readonly model: Model
  readonly options: ExploreOptions
  /** The words of the states: of all in an exact exploration, otherwise of those not yet expanded. */
  readonly shelf: Shelf
  readonly seen: Seen
  readonly lineage: Lineage
  /** Transitions by action. */
  readonly taken: number[]
  /** Transitions by mark. */
  readonly passed: number[]
  /** By property. */
  readonly sightings: Map<number, Sighting>
  /** States expanded so far, and so the index of the one that is being expanded. */
  expanded: number
  /** What the state that is being expanded has emitted so far. */
  ordinal: number
  /** Steps to the state that is being expanded; -1 before the first. */
  level: number
  depth: number
  stoppedBy: 'bound' | 'breach' | 'caller' | undefined
}

/** A search that has not met any state. Throws on terms that mean nothing. */
export function createSearch(model: Model, options: ExploreOptions): Search {
  const { words, name } = model
  const { statesMax = Infinity, exact = false, fingerprintBits: bits = FINGERPRINT_BITS } = options
  demand(words >= 1, `the states of the model ${name} have no words`)
  demand(statesMax >= 1, `an exploration of at most ${statesMax} states meets none`)
  demand(bits >= 1 && bits <= FINGERPRINT_BITS, `a fingerprint cannot have ${bits} bits`)
  const shelf = createShelf(words)
  return {
    model,
    options,
    shelf,
    seen: createSeen({ words, bits, shelf: exact ? shelf : undefined }),
    lineage: createLineage(),
    taken: [],
    passed: [],
    sightings: new Map(),
    expanded: 0,
    ordinal: 0,
    level: -1,
    depth: 0,
    stoppedBy: undefined,
  }
}

/**
 * Meets the initial states, expands them and what they lead to, until nothing is left or something stops it. What is
 * new is checked after the model has emitted everything, never in the middle of it.
 */
export function carryOut(search: Search): void {
  const { model, shelf } = search
  const checkFrom = checksInto(search)
  begin(search)
  checkFrom(0)
  const state = new Int32Array(model.words)
  const emit = transitionsInto(search)
  let levelEnd = shelf.length
  while (search.expanded < shelf.length && search.stoppedBy === undefined) {
    const met = shelf.length
    shelf.read(search.expanded, state)
    search.ordinal = 0
    model.next(state, emit)
    checkFrom(met)
    search.expanded += 1
    if (search.expanded === levelEnd) {
      levelEnd = shelf.length
      search.level += 1
    }
    if (search.expanded % PROCEED_STATES === 0) pause(search)
  }
}

/** How far a search has come. */
export function progressOf({ shelf, taken, depth, expanded }: Search): Progress {
  return {
    states: shelf.length,
    transitions: taken.reduce((sum, count) => sum + count, 0),
    depth,
    waiting: shelf.length - expanded,
  }
}

function begin(search: Search): void {
  const { model, shelf } = search
  model.initial((state) => {
    if (search.stoppedBy === undefined) meet(search, state)
    search.ordinal += 1
  })
  demand(shelf.length > 0, `the model ${model.name} has no initial state`)
  search.level = 0
}

/** Gives back what is no longer needed, and asks the caller. */
function pause(search: Search): void {
  const { options, shelf, expanded } = search
  if (options.exact !== true) shelf.releaseBefore(expanded)
  if (options.proceed?.(progressOf(search)) === false) search.stoppedBy ??= 'caller'
}

function transitionsInto(search: Search): EmitTransition {
  const { taken, passed } = search
  return (action, next, broken, marks) => {
    if (search.stoppedBy !== undefined) return
    taken[action] = (taken[action] ?? 0) + 1
    meet(search, next)
    if (broken !== undefined)
      for (const property of broken) sight(search, property, search.expanded, search.ordinal)
    if (marks !== undefined) for (const mark of marks) passed[mark] = (passed[mark] ?? 0) + 1
    search.ordinal += 1
  }
}

/** Keeps a state that is new, with the step that is being emitted as the way to it. */
function meet(search: Search, state: Int32Array): void {
  if (!search.seen.add(state)) return
  const { options, shelf, lineage, level, expanded, ordinal } = search
  if (shelf.length >= (options.statesMax ?? Infinity)) {
    search.stoppedBy = 'bound'
    return
  }
  shelf.put(state)
  lineage.add(level < 0 ? undefined : expanded, ordinal)
  search.depth = level + 1
}

/** A function that checks every state from an index on. */
function checksInto(search: Search): (first: number) => void {
  const { model, shelf } = search
  const state = new Int32Array(model.words)
  let index = 0
  const report: ReportBreach = (property) => sight(search, property, index, undefined)
  return (first) => {
    for (index = first; index < shelf.length; index += 1) {
      shelf.read(index, state)
      model.check(state, report)
    }
  }
}

function sight(search: Search, property: number, state: number, ordinal?: number): void {
  const { sightings, options, model } = search
  const known = sightings.get(property)
  if (known !== undefined) {
    known.count += 1
    return
  }
  sightings.set(property, { count: 1, state, ordinal })
  if (options.stopAt?.has(nameOf(model.properties, property)) === true)
    search.stoppedBy ??= 'breach'
}

function demand(condition: boolean, message: string): void {
  if (!condition) throw new Error(`Bug: ${message}`)
}
