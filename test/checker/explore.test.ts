import { describe, expect, test } from 'vitest'
import { grid, jugs, modelOf, peterson } from './models.ts'
import { PROCEED_STATES } from '../../src/checker/search.ts'
import type { Progress } from '../../src/checker/search.ts'
import { TRANSITIONS_MAX } from '../../src/checker/lineage.ts'
import { explore } from '../../src/checker/explore.ts'

describe('known models', () => {
  test('four litres are measured with two jugs in six steps, and not in fewer', () => {
    const found = explore(jugs)
    expect(found).toMatchObject({ model: 'jugs', closed: true, stoppedBy: undefined, waiting: 0 })
    expect(found).toMatchObject({ states: 16, transitions: 96, depth: 7 })
    expect(found.breaches.get('four litres')).toEqual({
      count: 2,
      trace: {
        actions: ['fill 5', 'pour 5 into 3', 'empty 3', 'pour 5 into 3', 'fill 5', 'pour 5 into 3'],
        states: ['0 0', '0 5', '3 2', '0 2', '2 0', '2 5', '3 4'],
      },
    })
  })

  test('Peterson excludes; taking the turn instead of giving it lets both in', () => {
    expect(explore(peterson(true))).toMatchObject({ closed: true, breaches: new Map() })
    const { trace } = explore(peterson(false)).breaches.get('both critical')!
    expect(trace.actions).toHaveLength(6)
    expect(trace.states.at(-1)).toMatch(/^3 3 1 1 /)
  })

  test('a grid has exactly its states, transitions and depth', () => {
    for (const exact of [true, false])
      expect(explore(grid(7, 3), { exact })).toMatchObject({
        closed: true,
        states: 7 ** 3,
        transitions: 3 * 6 * 7 ** 2,
        depth: 18,
      })
  })

  test('a million and more states are met once each, however the tables grew on the way', () => {
    const size = 102
    const found = explore(grid(size, 3), { statesMax: 2 ** 21 })
    expect(found).toMatchObject({ closed: true, states: size ** 3, depth: 3 * (size - 1) })
    expect(found.transitions).toBe(3 * (size - 1) * size ** 2)
    expect(found.breaches.get('corner')!.trace.actions).toHaveLength(3 * (size - 1))
  })
})

describe('telling states apart', () => {
  test('states with one fingerprint are lost without exact, and kept with it', () => {
    const all = explore(grid(30, 2))
    const lossy = explore(grid(30, 2), { fingerprintBits: 6 })
    const exact = explore(grid(30, 2), { fingerprintBits: 6, exact: true })
    expect(lossy.states).toBeLessThanOrEqual(2 ** 6)
    expect(lossy.collisionProbability).toBeGreaterThan(0.99)
    expect(exact).toEqual({ ...all, method: 'exact', collisionProbability: 0 })
  })

  test('the probability of a collision is that of as many random fingerprints', () => {
    const { states, method, collisionProbability } = explore(grid(100, 2))
    expect(method).toBe('fingerprint')
    expect(collisionProbability).toBeCloseTo((states * (states - 1)) / 2 ** 65, 20)
    expect(collisionProbability).toBeGreaterThan(0)
  })

  test('every word of a state counts, in every bit', () => {
    const bits = Array.from({ length: 96 }, (_, bit) => bit)
    const flips = modelOf({
      words: 3,
      actions: bits.map((bit) => `flip ${bit}`),
      next: (state, emit) => {
        for (const bit of bits.slice(state.every((word) => word === 0) ? 0 : 96))
          emit(bit, state.with(bit >> 5, 1 << (bit & 31)))
      },
    })
    expect(explore(flips).states).toBe(97)
  })
})

describe('stopping', () => {
  test('a bound stops before one state more, and a space of just that size is closed', () => {
    const bounded = explore(grid(10, 2), { statesMax: 99 })
    expect(bounded).toMatchObject({ closed: false, stoppedBy: 'bound', states: 99 })
    expect(explore(grid(10, 2), { statesMax: 100 })).toMatchObject({ closed: true, states: 100 })
  })

  test('more initial states than the bound are a bound as well', () => {
    const starts = [[1], [2], [2], [3]]
    const model = modelOf({ words: 1, actions: [], starts, next: () => undefined })
    expect(explore(model, { statesMax: 2 })).toMatchObject({ stoppedBy: 'bound', states: 2 })
    expect(explore(model)).toMatchObject({ closed: true, states: 3, depth: 0 })
  })

  test('a property to stop at ends the search with a shortest trace, another property does not', () => {
    const found = explore(jugs, { stopAt: new Set(['four litres']) })
    expect(found).toMatchObject({ closed: false, stoppedBy: 'breach' })
    expect(found.breaches.get('four litres')).toMatchObject({ count: 1 })
    expect(found.breaches.get('four litres')!.trace.actions).toHaveLength(6)
    expect(explore(jugs, { stopAt: new Set(['five litres']) }).closed).toBe(true)
  })

  test('the caller is asked with figures that grow, and may stop', () => {
    const asked: Progress[] = []
    const proceed = (progress: Progress): boolean => asked.push(progress) < 3
    const found = explore(grid(200, 2), { proceed })
    expect(found).toMatchObject({ closed: false, stoppedBy: 'caller' })
    expect(asked).toHaveLength(3)
    asked.forEach(({ states, waiting }, index) =>
      expect(states - waiting).toBe((index + 1) * PROCEED_STATES),
    )
    expect(found).toMatchObject(asked[2]!)
  })
})

describe('breaches', () => {
  /** Counts to nine; every step to a multiple of three breaks one property, every state from seven on another. */
  const counter = modelOf({
    words: 1,
    actions: ['count'],
    properties: ['from seven', 'by three', 'never'],
    marks: ['even', 'unseen'],
    next: ([count = 0], emit) => {
      if (count === 9) return
      emit(0, [count + 1], (count + 1) % 3 === 0 ? [1] : [], count % 2 === 1 ? [0] : undefined)
    },
    check: ([count = 0], report) => {
      if (count >= 7) report(0)
    },
  })

  test('breaches of states and of steps are counted, with the nearest of each, in the order of the model', () => {
    const { breaches } = explore(counter)
    expect(
      [...breaches].map(([name, { count, trace }]) => [name, count, trace.states.at(-1)]),
    ).toEqual([
      ['from seven', 3, '7'],
      ['by three', 3, '3'],
    ])
  })

  test('an initial state that breaks a property is a trace without steps', () => {
    const broken = modelOf({
      words: 1,
      actions: [],
      properties: ['never two'],
      starts: [[1], [2]],
      next: () => undefined,
      check: ([count], report) => {
        if (count === 2) report(0)
      },
    })
    expect(explore(broken).breaches.get('never two')).toEqual({
      count: 1,
      trace: { actions: [], states: ['2'] },
    })
  })

  test('a property broken by a step and by a state has the shorter of both as its trace', () => {
    const both = modelOf({
      words: 1,
      actions: ['slow', 'jump', 'loop'],
      properties: ['bad'],
      next: ([at = 0], emit) => {
        if (at === 0) emit(0, [1])
        if (at === 0) emit(1, [2])
        if (at === 1) emit(2, [1], [0])
      },
      check: ([at], report) => {
        if (at === 2) report(0)
      },
    })
    const { count, trace } = explore(both).breaches.get('bad')!
    expect([count, trace.actions]).toEqual([2, ['jump']])
  })

  test('actions and marks that never happened are told with a count of 0', () => {
    const { taken, passed } = explore(counter)
    expect([...taken]).toEqual([['count', 9]])
    expect([...passed]).toEqual([
      ['even', 4],
      ['unseen', 0],
    ])
  })

  test('names that a model finds on its way are told as well', () => {
    const actions: string[] = []
    const model = modelOf({
      words: 1,
      actions,
      next: ([count = 0], emit) => {
        if (count === 3) return
        actions[count] = `to ${count + 1}`
        emit(count, [count + 1])
      },
    })
    expect([...explore(model).taken.keys()]).toEqual(['to 1', 'to 2', 'to 3'])
  })

  test('nothing of a model is called while it emits', () => {
    let isEmitting = false
    const model = grid(9, 2)
    const guarded = {
      ...model,
      next: (...[state, emit]: Parameters<typeof model.next>): void => {
        isEmitting = true
        model.next(state, emit)
        isEmitting = false
      },
      check: (): void => expect(isEmitting).toBe(false),
    }
    expect(explore(guarded).states).toBe(81)
  })
})

describe('the same again', () => {
  test('two explorations of one model are equal in everything', () => {
    for (const model of [jugs, peterson(false), grid(12, 3)])
      expect(explore(model)).toEqual(explore(model))
  })

  test('a model that does not offer the same transitions twice is refused when its trace is told', () => {
    let calls = 0
    const model = modelOf({
      words: 1,
      actions: ['once'],
      properties: ['moved'],
      next: (_, emit) => {
        calls += 1
        if (calls === 1) emit(0, [1])
      },
      check: ([at], report) => {
        if (at === 1) report(0)
      },
    })
    expect(() => explore(model)).toThrow(/test does not offer the same transitions twice/)
  })
})

describe('models that contradict themselves', () => {
  const still = { actions: [], next: () => undefined }

  test('terms that mean nothing are refused', () => {
    expect(() => explore(modelOf({ ...still, words: 0 }))).toThrow(/have no words/)
    expect(() => explore(modelOf({ ...still, words: 1, starts: [] }))).toThrow(/no initial state/)
    expect(() => explore(jugs, { statesMax: 0 })).toThrow(/meets none/)
    expect(() => explore(jugs, { fingerprintBits: 65 })).toThrow(/cannot have 65 bits/)
  })

  test('a state with too many words is refused instead of spilling into the next', () => {
    const model = { ...modelOf({ ...still, words: 2 }), words: 1 }
    expect(() => explore(model)).toThrow(/a state of 2 words, not 1/)
  })

  test('more ways on from one state than a trace can tell apart are refused', () => {
    const fan = (ways: number): (() => unknown) => {
      const next = modelOf({
        words: 1,
        actions: ['to'],
        next: ([at], emit) => {
          if (at === 0) for (let way = 0; way < ways; way += 1) emit(0, [way + 1])
        },
      })
      return () => explore(next).states
    }
    expect(fan(TRANSITIONS_MAX)()).toBe(TRANSITIONS_MAX + 1)
    expect(fan(TRANSITIONS_MAX + 1)).toThrow(/more than 65536 ways/)
  })
})
