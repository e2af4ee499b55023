import type { Scalar } from '../../core/value.ts'

/** A quoted word: text whatever it looks like; only quotes and backslashes are escaped. For use in a pattern. */
export const QUOTED_WORD = String.raw`"(?:[^"\\\p{Cc}]|\\["\\])*"`

/** Takes the quotes off a word that matches `QUOTED_WORD`. */
export function unquoteWord(word: string): string {
  return JSON.parse(word) as string
}

/** Reads a bare word as YAML would: numbers, `true`, `false` and `null` are themselves, the rest is text. */
export function readBareWord(word: string): Scalar {
  return /^(?:true|false|null|-?(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?)$/.test(word)
    ? (JSON.parse(word) as Scalar)
    : word
}
