/** Most characters of an answer that a message quotes. */
export const QUOTE_LENGTH_MAX = 120
/** Most bytes of an answer that are looked at for a quotation. */
const LOOKED_AT_BYTES_MAX = 4_096

/** Control characters, line breaks and marks that turn the direction of writing: none may reach a terminal. */
const UNPRINTABLE = /[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]+/g

/** A text as one line that is safe to print. */
export function toPlainLine(text: string): string {
  return text.replace(UNPRINTABLE, ' ')
}

/** The beginning of an answer, safe to show: cleaned before it is cut, so that no half of a secret is left. */
export function quoteBody(body: Buffer, clean: (text: string) => string): string {
  const line = toPlainLine(clean(body.toString('utf8', 0, LOOKED_AT_BYTES_MAX)))
  const words = line.replace(/ {2,}/g, ' ').trim()
  const cut = words.length > QUOTE_LENGTH_MAX ? `${words.slice(0, QUOTE_LENGTH_MAX)}…` : words
  return JSON.stringify(cut)
}
