import { hashText } from '../setup/chance.ts'

/** Everything that happened in a world: a hash of all of it, and the lines of it if somebody wants to read them. */
export interface Trace {
  readonly add: (line: string) => void
  /** A line for people, which counts as well. */
  readonly tell: (line: () => string) => void
  readonly hash: () => string
  readonly lines: readonly string[]
}

/** Begins to record; the lines are kept only if they are wanted. */
export function openTrace(keep: boolean, nowMs: () => number, beginMs: number): Trace {
  const lines: string[] = []
  let low = hashText('')
  let high = hashText('high')
  const add = (line: string): void => {
    low = hashText(line, low)
    high = hashText(line.slice(0, 64), high ^ low)
  }
  const tell = (line: () => string): void => {
    add(String(nowMs()))
    if (keep) lines.push(`${clockText(nowMs() - beginMs)}  ${line()}`)
  }
  const hex = (value: number): string => (value >>> 0).toString(16).padStart(8, '0')
  return { add, tell, hash: () => hex(high) + hex(low), lines }
}

/** Hours, minutes, seconds and milliseconds since the beginning. */
function clockText(ms: number): string {
  const text = (value: number, digits = 2): string =>
    String(Math.floor(value)).padStart(digits, '0')
  return `${text(ms / 3_600_000)}:${text((ms / 60_000) % 60)}:${text((ms / 1_000) % 60)}.${text(ms % 1_000, 3)}`
}
