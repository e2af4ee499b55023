/** How a part of a line looks on a terminal that shows colours; elsewhere it is plain. */
export type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'blue' | 'magenta' | 'cyan'

/** A piece of a line that looks of one kind. */
export interface Part {
  readonly text: string
  readonly style?: Style | undefined
}

/** One line for people: whatever it is made of, it cannot break the line or command the terminal. */
export type Line = string | readonly (string | Part)[]

/** The pieces of a line, styles and all. */
export function partsOf(line: Line): readonly Part[] {
  if (typeof line === 'string') return [{ text: line }]
  return line.map((part) => (typeof part === 'string' ? { text: part } : part))
}

/** The text of a line without its looks. */
export function plainText(line: Line): string {
  return partsOf(line)
    .map(({ text }) => text)
    .join('')
}

/** A piece of a line. */
export function styled(text: string, style: Style): Part {
  return { text, style }
}
