import { describe, expect, test } from 'vitest'
import { jugs, modelOf, peterson } from './models.ts'
import { explore } from '../../src/checker/explore.ts'
import { replay } from '../../src/checker/replay.ts'

describe('replay', () => {
  test('the trace of a breach is followed to the same states and breaks the same', () => {
    for (const model of [jugs, peterson(false)])
      for (const [property, { trace }] of explore(model).breaches)
        expect(replay(model, trace.actions)).toMatchObject({
          kind: 'followed',
          trace,
          broken: [property],
        })
  })

  test('without an action the run is at its start', () => {
    expect(replay(jugs, [])).toEqual({
      kind: 'followed',
      trace: { actions: [], states: ['0 0'] },
      broken: [],
      reached: [Int32Array.of(0, 0)],
    })
  })

  test('a run the model cannot take is told with what it could do instead', () => {
    const { trace } = explore(peterson(false)).breaches.get('both critical')!
    const answer = replay(peterson(true), trace.actions)
    expect(answer.kind).toBe('diverged')
    expect(answer.trace.actions).toEqual(trace.actions.slice(0, answer.trace.actions.length))
    expect(answer).toMatchObject({ action: trace.actions[answer.trace.actions.length] })
    expect(answer).not.toMatchObject({
      offered: expect.arrayContaining([trace.actions.at(-1)]) as unknown,
    })
    expect(answer.broken).toEqual([])
  })

  test('where a name fits several transitions all of them are followed, each state once', () => {
    const fork = modelOf({
      words: 1,
      actions: ['go', 'end'],
      properties: ['left', 'right'],
      next: ([at = 0], emit) => {
        if (at === 0) emit(0, [1], [0])
        if (at === 0) emit(0, [2], [1])
        if (at === 0) emit(0, [1])
        if (at === 2) emit(1, [3])
      },
    })
    expect(replay(fork, ['go']).reached.map((state) => [...state])).toEqual([[1], [2]])
    expect(replay(fork, ['go', 'end'])).toMatchObject({
      kind: 'followed',
      trace: { actions: ['go', 'end'], states: ['0', '2', '3'] },
      broken: ['left', 'right'],
    })
    expect(replay(fork, ['go', 'go'])).toMatchObject({ kind: 'diverged', offered: ['end'] })
  })
})
