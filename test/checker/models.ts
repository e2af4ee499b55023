import type { EmitState, EmitTransition, Model, ReportBreach } from '../../src/checker/model.ts'

/** What a model is made from in these tests; what is left out is nothing. */
export interface Parts {
  readonly name?: string
  readonly words: number
  readonly actions: readonly string[]
  readonly properties?: readonly string[]
  readonly marks?: readonly string[]
  readonly starts?: readonly (readonly number[])[]
  readonly next: (state: readonly number[], emit: EmitNumbers) => void
  readonly check?: (state: readonly number[], report: ReportBreach) => void
}

/** Emits a transition whose state is given as plain numbers. */
export type EmitNumbers = (
  action: number,
  next: readonly number[],
  broken?: readonly number[],
  marks?: readonly number[],
) => void

/** A model over plain arrays, with one scratch array for all it emits, as a fast one has. */
export function modelOf(parts: Parts): Model {
  const scratch = new Int32Array(parts.words)
  const write = (state: readonly number[]): Int32Array => {
    scratch.fill(0)
    scratch.set(state)
    return scratch
  }
  return {
    name: parts.name ?? 'test',
    words: parts.words,
    actions: parts.actions,
    properties: parts.properties ?? [],
    marks: parts.marks ?? [],
    initial: (emit: EmitState) =>
      (parts.starts ?? [Array<number>(parts.words).fill(0)]).forEach((start) => emit(write(start))),
    next: (state: Int32Array, emit: EmitTransition) =>
      parts.next([...state], (action, next, broken, marks) =>
        emit(action, write(next), broken, marks),
      ),
    check: (state: Int32Array, report: ReportBreach) => parts.check?.([...state], report),
    describe: (state: Int32Array) => state.join(' '),
  }
}

/** Two jugs of three and five litres, no marks on them; how are four litres measured? */
export const jugs = modelOf({
  name: 'jugs',
  words: 2,
  actions: ['fill 3', 'fill 5', 'empty 3', 'empty 5', 'pour 3 into 5', 'pour 5 into 3'],
  properties: ['four litres'],
  next: ([small = 0, large = 0], emit) => {
    const up = Math.min(small, 5 - large)
    const down = Math.min(large, 3 - small)
    emit(0, [3, large])
    emit(1, [small, 5])
    emit(2, [0, large])
    emit(3, [small, 0])
    emit(4, [small - up, large + up])
    emit(5, [small + down, large - down])
  },
  check: ([, large], report) => {
    if (large === 4) report(0)
  },
})

/** Where a process of Peterson's algorithm is. */
const PLACES = ['idle', 'wants', 'waits', 'critical'] as const

/**
 * Peterson's mutual exclusion of two processes, with one step for each write and for the test. `isYielding` lets a
 * process give the turn away before it tests, as it must; without it the process takes the turn.
 */
export function peterson(isYielding: boolean): Model {
  return modelOf({
    name: 'peterson',
    words: 5,
    actions: [
      '0 wants',
      '0 turn',
      '0 enters',
      '0 leaves',
      '1 wants',
      '1 turn',
      '1 enters',
      '1 leaves',
    ],
    properties: ['both critical'],
    next: (state, emit) => {
      for (const self of [0, 1]) {
        const other = 1 - self
        const place = state[self] ?? 0
        const move = (to: number, more: Readonly<Record<number, number>> = {}): void =>
          emit(4 * self + place, Object.assign([...state], more, { [self]: to }))
        if (PLACES[place] === 'idle') move(1, { [2 + self]: 1 })
        else if (PLACES[place] === 'wants') move(2, { 4: isYielding ? other : self })
        else if (PLACES[place] === 'critical') move(0, { [2 + self]: 0 })
        else if (state[2 + other] === 0 || state[4] === self) move(3)
      }
    },
    check: ([first, second], report) => {
      if (first === 3 && second === 3) report(0)
    },
  })
}

/** Counters that each go from 0 to `size - 1`: `size ** dimensions` states, the corner farthest. */
export function grid(size: number, dimensions: number): Model {
  const scratch = new Int32Array(dimensions)
  return {
    name: 'grid',
    words: dimensions,
    actions: Array.from(scratch, (_, axis) => `step ${axis}`),
    properties: ['corner'],
    marks: [],
    initial: (emit) => emit(new Int32Array(dimensions)),
    next: (state, emit) => {
      for (let axis = 0; axis < dimensions; axis += 1) {
        if (state[axis] === size - 1) continue
        scratch.set(state)
        scratch[axis]! += 1
        emit(axis, scratch)
      }
    },
    check: (state, report) => {
      if (state.every((count) => count === size - 1)) report(0)
    },
    describe: (state) => state.join(' '),
  }
}
