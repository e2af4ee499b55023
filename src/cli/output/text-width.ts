/** Latin letters, punctuation and arrows: one column for each, and no need to look for what belongs together. */
const PLAIN = /^[\x20-\x7e\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2190-\u21ff]*$/

/** A character that takes two columns of a terminal: East Asian full width, and emoji. */
const WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\p{Regional_Indicator}\u3000-\u303e\uff01-\uff60\uffe0-\uffe6]/u

/** An emoji that a text character becomes by the selector behind it. */
const TURNED_EMOJI = /^\p{Emoji}.*\ufe0f/u

/** A character without a width of its own: marks, joiners, selectors. */
const ZERO = /^[\p{Mn}\p{Me}\p{Cf}]+$/u

const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** The columns that text takes on a terminal; it has to be printable. */
export function textWidth(text: string): number {
  if (PLAIN.test(text)) return text.length
  let width = 0
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment)
  return width
}

function graphemeWidth(grapheme: string): number {
  if (ZERO.test(grapheme)) return 0
  return WIDE.test(grapheme) || TURNED_EMOJI.test(grapheme) ? 2 : 1
}

const ELLIPSIS = '…'

/** Shortens text to at most so many columns, with `…` in place of what is left out (C51). */
export function shorten(text: string, columns: number): string {
  if (textWidth(text) <= columns) return text
  if (columns < 1) return ''
  let kept = ''
  let left = columns - 1
  for (const { segment } of graphemes.segment(text)) {
    left -= graphemeWidth(segment)
    if (left < 0) break
    kept += segment
  }
  return `${kept}${ELLIPSIS}`
}

/** Breaks text at spaces into lines of at most so many columns; a word that is wider stands alone, shortened. */
export function wrap(text: string, columns: number): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line !== '' && textWidth(longer) > columns) {
      lines.push(line)
      line = shorten(word, columns)
    } else line = shorten(longer, columns)
  }
  return line === '' ? lines : [...lines, line]
}
