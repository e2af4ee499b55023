import { textWidth, wrap } from './text-width.ts'
import { printable } from './printable.ts'

/** Where hanging text stands. */
export interface HangShape {
  readonly columns: number
  /** Before the first line; it has to be printable. */
  readonly first: string
}

/** Wraps prose beside what stands before its first line; further lines begin where the prose did (C51). */
export function hang(text: string, { columns, first }: HangShape): readonly string[] {
  const margin = textWidth(first)
  return wrap(printable(text), Math.max(1, columns - margin)).map(
    (line, at) => `${at === 0 ? first : ' '.repeat(margin)}${line}`,
  )
}
