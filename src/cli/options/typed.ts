const PLAIN = /^[\w@%+:,./][\w@%+:,./=-]*$/

/** Writes a text as a word of a command line, quoted where a shell would read anything into it. */
export function typed(text: string): string {
  return PLAIN.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`
}
