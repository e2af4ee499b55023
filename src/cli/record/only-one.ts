import type { Pair } from '../../core/pair.ts'
import type { Pairing } from '../../engine/pairing.ts'
import { BilateralError } from '../../errors.ts'
import { bySide } from '../../core/side.ts'
import { pairName, recordNames } from '../describe/record.ts'

/** Pairs named when a text can mean several. */
const NAMED_MAX = 5

/** What was typed, and where. */
export interface Asking {
  readonly text: string
  readonly command: string
  readonly pairing: Pairing
}

/** The one pair that is meant. Rejects with `USAGE` and the choice when there are several. */
export function onlyOne(
  [pair, ...others]: readonly [Pair, ...Pair[]],
  { text, command, pairing }: Asking,
): Pair {
  if (others.length === 0) return pair
  const names = bySide((side) => pairing.systems[side].name)
  const all = [pair, ...others]
  const told = all
    .slice(0, NAMED_MAX)
    .map((each) => `${pairName(each)} (${recordNames(each, names)})`)
  const rest = all.length > NAMED_MAX ? ', …' : ''
  throw new BilateralError(
    'USAGE',
    `${JSON.stringify(text)} can mean ${String(all.length)} pairs: ${told.join(', ')}${rest}; nothing was done`,
    { next: `bilateral ${command} ${pairName(pair)}` },
  )
}
