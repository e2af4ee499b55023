import type { Cause, Property } from './cause.ts'
import type { Layout } from './layout.ts'
import { breachOf } from './cause.ts'

/** What an instruction does to the columns, each of them a write of a user. */
export const CODE = {
  /** A new column with the bits `x`. */
  write: 0,
  /** Slot `x` becomes the union of the slots `y`. */
  copy: 1,
  /** Slots `x` gain every write of the slots `y`. */
  add: 2,
  /** Slots `x` forget. */
  clear: 3,
  /** Slot `x` learns the slots `z`, if it still descends from slot `y`. */
  learn: 4,
  /** Slots `x` gain the writes of `w` if slots `y` and `z` differ. */
  addIfMoved: 5,
  /** Slots `z` forget writes that are in both `x` and `y`. */
  settle: 6,
  /** Breach `z` if a write of `x` is not kept in slot `y`. */
  lost: 7,
  /** Breach `z` if `x` is within `y`. */
  within: 8,
  /** Breach `z` if no write of `x` is in `y`. */
  disjoint: 9,
  /** Breach `z` if `x` and `y` do not know of each other, beyond what is in the slot of the third. */
  apart: 10,
  /** Breach `z` if `x` knows of `y` or the reverse. */
  united: 11,
  /** Breach `z`. */
  fail: 12,
} as const

/** Numbers per instruction: code, x, y, z, w. */
export const WIDTH = 5

/** What a transition does to the columns, written down once for all worlds that take it. */
export interface Program {
  readonly layout: Layout
  readonly code: number[]
  readonly marks: Set<string>
}

/** Begins an empty program. */
export function makeProgram(layout: Layout): Program {
  return { layout, code: [], marks: new Set() }
}

/** Notes one instruction. */
export function put(
  { code }: Program,
  instruction: keyof typeof CODE,
  ...[x, y = 0, z = 0, w = 0]: readonly [number, number?, number?, number?]
): void {
  code.push(CODE[instruction], x, y, z, w)
}

/** Something to be judged: the slots it looks at, and those of the writes that are involved. */
export interface Charge {
  readonly x: number
  readonly y: number
  readonly writes: number
}

/** Notes that a property is broken if the slots say so. */
export function judge(
  program: Program,
  instruction: 'lost' | 'within' | 'disjoint' | 'apart' | 'united' | 'fail',
  property: Property,
  { x, y, writes }: Charge,
): void {
  put(program, instruction, x, y, breachOf(property), writes)
}

/** Notes that a named cause has touched the writes of these slots. */
export function blame(program: Program, cause: Cause, writes: number): void {
  put(program, 'add', program.layout.cause(cause), writes)
}
