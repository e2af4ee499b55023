import type { Layout } from './layout.ts'
import { makePairTable } from './table.ts'
import { runProgram } from './run-program.ts'

/** Every lineage that a world ever had, by number, and what programs made of it: each is run once on each. */
export interface Ghosts {
  /** The lineage in which nobody wrote anything is 0. */
  readonly after: (ghost: number, program: number) => number
  /** What was broken on the way, if anything. */
  readonly brokenBy: (ghost: number, program: number) => readonly number[]
  /** The number of a program. */
  readonly programOf: (code: readonly number[]) => number
  readonly columnsOf: (ghost: number) => readonly number[]
  readonly count: () => number
}

const UNBROKEN: readonly number[] = []

/** Makes an empty collection. */
export function makeGhosts(layout: Layout): Ghosts {
  const columns: (readonly number[])[] = [[]]
  const numbers = new Map<string, number>([['', 0]])
  const programs: (readonly number[])[] = [[]]
  const programNumbers = new Map<string, number>([['', 0]])
  const results = makePairTable()
  const broken = makePairTable()
  const breaches: (readonly number[])[] = []
  const numberOf = (ghost: readonly number[]): number => {
    const key = String.fromCharCode(...ghost.flatMap((column) => [column & 0xffff, column >>> 16]))
    const known = numbers.get(key)
    if (known !== undefined) return known
    columns.push(ghost)
    numbers.set(key, columns.length - 1)
    return columns.length - 1
  }
  const after = (ghost: number, program: number): number => {
    if (program === 0) return ghost
    const known = results.get(ghost, program)
    if (known !== -1) return known
    const ran = runProgram(programs[program] ?? [], columns[ghost] ?? [], layout)
    const next = numberOf(ran.columns)
    results.set(ghost, program, next)
    if (ran.breaches.length > 0) {
      breaches.push([...new Set(ran.breaches)])
      broken.set(ghost, program, breaches.length - 1)
    }
    return next
  }
  return {
    after,
    brokenBy: (ghost, program) => breaches[broken.get(ghost, program)] ?? UNBROKEN,
    programOf: (code) => {
      const key = code.join()
      const known = programNumbers.get(key)
      if (known !== undefined) return known
      programs.push([...code])
      programNumbers.set(key, programs.length - 1)
      return programs.length - 1
    },
    columnsOf: (ghost) => columns[ghost] ?? [],
    count: () => columns.length,
  }
}
