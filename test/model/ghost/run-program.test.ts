import { describe, expect, test } from 'vitest'
import { BREACHES, breachOf } from '../../../src/model/ghost/cause.ts'
import { blame, judge, makeProgram, put } from '../../../src/model/ghost/program.ts'
import { PLAIN } from '../../../src/model/profiles/plain.ts'
import type { Program } from '../../../src/model/ghost/program.ts'
import { layoutOf } from '../../../src/model/ghost/layout.ts'
import { runProgram } from '../../../src/model/ghost/run-program.ts'

const layout = layoutOf(PLAIN)
const [onA, onB] = [layout.row('a', 0, 0), layout.row('b', 0, 0)]

function ran(write: (program: Program) => void, columns: readonly number[] = []) {
  const program = makeProgram(layout)
  write(program)
  return runProgram(program.code, columns, layout)
}

describe('lineages', () => {
  test('writes that are in exactly the same places are one', () => {
    const { columns } = ran((program) => {
      for (let edit = 0; edit < 5; edit += 1) put(program, 'write', onA)
    })
    expect(columns).toEqual([onA])
  })

  test('a write that is only in the journal is forgotten', () => {
    const { columns } = ran((program) => put(program, 'clear', onA), [onA | layout.kept, onB])
    expect(columns).toEqual([onB])
  })

  test('what is copied descends from the same writes, and from no others', () => {
    const { columns } = ran((program) => put(program, 'copy', onB, onA), [onA, onB])
    expect(columns).toEqual([onA | onB])
  })

  test('a side that moved on learns nothing of an agreement it is no longer part of', () => {
    const read = layout.read('a', 0)
    const other = layout.read('b', 0)
    const learn = (program: Program): void => put(program, 'learn', onA, read, other)
    expect(ran(learn, [other, onA | read]).columns).toContain(onA | other)
    expect(ran(learn, [other, read]).columns).not.toContain(onA | other)
  })
})

describe('judgement', () => {
  const lose = (program: Program): void =>
    judge(program, 'lost', 'P2', { x: onB, y: layout.kept, writes: onB })

  test('an overwritten write that is nowhere kept is lost, a kept one is not', () => {
    expect(ran(lose, [onB]).breaches).toEqual([breachOf('P2')])
    expect(ran(lose, [onB | layout.kept]).breaches).toEqual([])
  })

  test('a breach that a cause explains is named with it', () => {
    const { breaches } = ran(
      (program) => {
        blame(program, 'window', onB)
        lose(program)
      },
      [onB],
    )
    expect(breaches.map((breach) => BREACHES[breach])).toEqual(['P2 window'])
  })

  test('a value gives way to one that knows more, never to one that it descends from', () => {
    const within = (program: Program): void =>
      judge(program, 'within', 'P3', { x: onA, y: onB, writes: onA })
    expect(ran(within, [onA | onB, onB]).breaches).toEqual([breachOf('P3')])
    expect(ran(within, [onA | onB, onA]).breaches).toEqual([])
  })
})
