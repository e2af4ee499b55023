const ESCAPED = '\u001b'

/**
 * An id or token as SQLite keeps it. Half a surrogate pair has no UTF-8 and would become the same replacement character
 * as every other half: such a text is kept escaped.
 */
export function toText(id: string): string {
  return id.isWellFormed() && !id.startsWith(ESCAPED) ? id : ESCAPED + JSON.stringify(id)
}

/** The id or token that SQLite keeps as this text. */
export function fromText(text: string): string {
  return text.startsWith(ESCAPED) ? (JSON.parse(text.slice(ESCAPED.length)) as string) : text
}
