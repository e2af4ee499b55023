/** How many characters may differ for a name to be offered instead of another. */
const EDITS_MAX = 3

/** Finds the name most like a word that was probably mistyped; nothing if none is close. Ties go to the first. */
export function findNearest(word: string, names: Iterable<string>): string | undefined {
  const wanted = word.toLowerCase()
  let [best, fewest] = [undefined as string | undefined, EDITS_MAX + 1]
  for (const name of names) {
    const edits = countEdits(wanted, name.toLowerCase())
    if (edits < fewest && edits <= Math.max(1, name.length / 3)) [best, fewest] = [name, edits]
  }
  return best
}

/** Counts the insertions, deletions, replacements and swaps of neighbours that turn one text into the other. */
function countEdits(from: string, to: string): number {
  const rows = [Array.from({ length: to.length + 1 }, (_, column) => column)]
  const edits = (row: number, column: number): number => rows[row]?.[column] ?? Infinity
  for (let row = 1; row <= from.length; row += 1) {
    rows.push([row])
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1]
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
      rows[row]?.push(
        Math.min(
          edits(row - 1, column) + 1,
          edits(row, column - 1) + 1,
          edits(row - 1, column - 1) + (same ? 0 : 1),
          swapped ? edits(row - 2, column - 2) + 1 : Infinity,
        ),
      )
    }
  }
  return edits(from.length, to.length)
}
