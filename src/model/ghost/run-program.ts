import { CODE, WIDTH } from './program.ts'
import { CAUSES } from './cause.ts'
import type { Layout } from './layout.ts'
import { unreachable } from '../../core/assert.ts'

/** Columns after a program, and the breaches on its way. */
export interface Ran {
  readonly columns: readonly number[]
  readonly breaches: readonly number[]
}

/**
 * Runs a program. Afterwards writes that are nowhere any more, but in the journal, are forgotten, and those that are in
 * exactly the same slots are one: they can never be told apart again. So columns stay few, however many writes there were.
 */
export function runProgram(
  code: readonly number[],
  before: readonly number[],
  layout: Layout,
): Ran {
  let columns = [...before]
  const breaches: number[] = []
  for (let at = 0; at < code.length; at += WIDTH) {
    const [kind = 0, x = 0, y = 0, z = 0, w = 0] = code.slice(at, at + WIDTH)
    if (kind < CODE.lost) columns = change(columns, kind as Change, { x, y, z, w })
    else if (isBroken(columns, kind as Charge, { x, y, beyond: layout.unacknowledged }))
      breaches.push(z + causeOf(columns, w, layout))
  }
  return { columns: quotient(columns, layout), breaches }
}

function quotient(columns: readonly number[], layout: Layout): readonly number[] {
  const alive = columns.filter((column) => (column & ~layout.notes) !== 0)
  const distinct = [...new Set(alive)]
  return distinct
    .filter((column) => !distinct.some((other) => stands(other, column, layout)))
    .sort((left, right) => left - right)
}

/**
 * Tells whether one write stands for another: it is in the same places, is not kept where the other is not, and explains
 * at least as much. Whatever is found out by the other is then found out by it too.
 */
function stands(column: number, other: number, layout: Layout): boolean {
  const { notes, kept, unacknowledged } = layout
  const saving = kept | unacknowledged
  return (
    column !== other &&
    ((column ^ other) & ~notes) === 0 &&
    (column & ~other & saving) === 0 &&
    (other & ~column & notes & ~saving) === 0
  )
}

type Change = (typeof CODE)['write' | 'copy' | 'add' | 'clear' | 'learn' | 'addIfMoved' | 'settle']

interface Operands {
  readonly x: number
  readonly y: number
  readonly z: number
  readonly w: number
}

function change(columns: number[], kind: Change, { x, y, z, w }: Operands): number[] {
  switch (kind) {
    case CODE.write:
      return [...columns, x]
    case CODE.copy:
      return copy(columns, x, y)
    case CODE.add:
      return add(columns, x, y)
    case CODE.clear:
      return columns.map((column) => column & ~x)
    case CODE.learn:
      return isWithin(columns, y, x) ? add(columns, x, z) : columns
    case CODE.addIfMoved:
      return isMoved(columns, y, z) ? add(columns, x, w) : columns
    case CODE.settle:
      return columns.map((column) => forget(column, [x, y], z))
    default:
      return unreachable(kind)
  }
}

function add(columns: number[], slots: number, from: number): number[] {
  return columns.map((column) => (isIn(column, from) ? column | slots : column))
}

function copy(columns: number[], slot: number, from: number): number[] {
  return columns.map((column) => (isIn(column, from) ? column | slot : column & ~slot))
}

function isMoved(columns: number[], left: number, right: number): boolean {
  return columns.some((column) => isIn(column, left) !== isIn(column, right))
}

function forget(column: number, both: readonly number[], slots: number): number {
  return both.every((slot) => isIn(column, slot)) ? column & ~slots : column
}

function isIn(column: number, slots: number): boolean {
  return (column & slots) !== 0
}

type Charge = (typeof CODE)['lost' | 'within' | 'disjoint' | 'apart' | 'united' | 'fail']

function isBroken(
  columns: readonly number[],
  kind: Charge,
  { x, y, beyond }: { readonly x: number; readonly y: number; readonly beyond: number },
): boolean {
  switch (kind) {
    case CODE.lost:
      return !isWithin(columns, x, y)
    case CODE.within:
      return isWithin(columns, x, y)
    case CODE.disjoint:
      return columns.every((column) => (column & x) === 0 || (column & y) === 0)
    case CODE.apart:
      return !isWithin(columns, x, y | beyond) && !isWithin(columns, y, x)
    case CODE.united:
      return isWithin(columns, x, y) || isWithin(columns, y, x)
    case CODE.fail:
      return true
    default:
      return unreachable(kind)
  }
}

/** Every write of `x` is one of `y`. */
function isWithin(columns: readonly number[], x: number, y: number): boolean {
  return columns.every((column) => (column & x) === 0 || (column & y) !== 0)
}

/** The first cause that touched one of the writes, as a number from 1; 0 if none did. */
function causeOf(columns: readonly number[], writes: number, layout: Layout): number {
  const involved = columns.filter((column) => (column & writes) !== 0)
  return (
    1 + CAUSES.findIndex((cause) => involved.some((column) => (column & layout.cause(cause)) !== 0))
  )
}
