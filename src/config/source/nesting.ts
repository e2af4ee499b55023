/** How deep lists and maps may be nested. */
export const DEPTH_MAX = 32

/** Openings beyond which no text is looked at more closely; well above `DEPTH_MAX`, so that quoted brackets do no harm. */
const OPENINGS_MAX = 400

/** What opens or closes a list or a map: a bracket, or in block style an indicator before white space. */
const MARK = /[[\]{}\n]|[-?:](?=[ \t])/g

/**
 * Tells whether a text opens absurdly many lists and maps within each other. It is asked before the text is parsed: a
 * parser that recurses to the end of its stack can take the process with it.
 */
export function opensTooMuch(text: string): boolean {
  let inFlow = 0
  let inLine = 0
  for (const [mark] of text.matchAll(MARK)) {
    if (mark === '\n') inLine = 0
    else if (mark === '[' || mark === '{') inFlow += 1
    else if (mark === ']' || mark === '}') inFlow = Math.max(0, inFlow - 1)
    else if (inFlow === 0) inLine += 1
    if (Math.max(inFlow, inLine) > OPENINGS_MAX) return true
  }
  return false
}
