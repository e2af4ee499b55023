import type { Side } from '../../core/side.ts'

/**
 * Names that the world gives: ids, versions, keys, things. Each is a domain and a number, such as `@a3`. Only which names
 * are equal matters, and the order of versions and ticks; so that a part's numbers can be replaced by their ranks.
 */
export const DOMAINS = ['@a', '@b', '@t', '#a', '#b', '!', '%'] as const

/** A kind of name; versions, ids by side; ticks; keys; things. */
export type Domain = (typeof DOMAINS)[number]

const NAME = /(@[abt]|#[ab]|[!%])(\d+)/g

/** The number of a name that nothing else has, until ranks are taken again: greater than every rank. */
export const NEW = 30

/** A name that was never given. */
export function newName(domain: Domain): string {
  return `${domain}${NEW}`
}

/** The domain of a side's ids. */
export function idsOf(side: Side): Domain {
  return side === 'a' ? '#a' : '#b'
}

/** The numbers that a text uses, one mask for each domain. */
export function namesIn(text: string): readonly number[] {
  const masks = DOMAINS.map(() => 0)
  for (const [, domain, number] of text.matchAll(NAME)) {
    const at = DOMAINS.indexOf(domain as Domain)
    masks[at] = (masks[at] ?? 0) | (1 << Number(number))
  }
  return masks
}

/** The text with each number replaced by its rank among those in the masks, beginning with 1. */
export function rankNames(text: string, masks: readonly number[]): string {
  return text.replaceAll(NAME, (_, domain: string, number: string) => {
    const mask = masks[DOMAINS.indexOf(domain as Domain)] ?? 0
    return `${domain}${rankIn(mask, Number(number))}`
  })
}

/** The rank of a number among those of a mask, beginning with 1. */
export function rankIn(mask: number, number: number): number {
  return countBits(mask & ((2 << number) - 1))
}

/** Tells whether the numbers of a mask are their own ranks. */
export function isRanked(mask: number): boolean {
  return ((mask >>> 1) & ((mask >>> 1) + 1)) === 0
}

function countBits(mask: number): number {
  let left = mask
  let count = 0
  for (; left !== 0; left &= left - 1) count += 1
  return count
}
