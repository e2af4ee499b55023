/** Characters that command a terminal, break a line, or turn the direction of what follows. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu

/** What most text is made of. */
const HARMLESS = /^[\x20-\x7e]*$/

const DELETE = 0x7f
const CONTROLS_END = 0x20
const PICTURES_START = 0x2400
const PICTURE_OF_DELETE = '\u2421'
const UNKNOWN = '\ufffd'

/**
 * Makes text that came from anywhere harmless on a terminal (C50): every control character is replaced by a picture of
 * itself, whatever else could act is replaced by `�`. Safe to repeat.
 */
export function printable(text: string): string {
  if (HARMLESS.test(text)) return text
  return text.replace(UNPRINTABLE, (character) => {
    const code = character.charCodeAt(0)
    if (code < CONTROLS_END) return String.fromCharCode(PICTURES_START + code)
    return code === DELETE ? PICTURE_OF_DELETE : UNKNOWN
  })
}

/** What JSON lets through although a terminal would obey it. */
const RAW_IN_JSON = /[\u007f-\u009f\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/g

/** Writes JSON that says exactly the same everywhere and commands no terminal: what could act is escaped (C50). */
export function jsonText(value: unknown, indent?: number): string {
  return JSON.stringify(value, undefined, indent).replace(
    RAW_IN_JSON,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
