import type { CellRule } from '../../core/matrix.ts'
import type { Line, Part } from '../output/line.ts'
import type { Situation } from '../../core/situation.ts'
import { MATRIX } from '../../core/matrix.ts'
import { SITUATIONS } from '../../core/situation.ts'
import { layOut } from '../output/table.ts'
import { styled } from '../output/line.ts'
import { wrap } from '../output/text-width.ts'

/** The law (L1), line by line: when, and what follows. */
const LAW = [
  ['both say the same, or as recorded', 'adopt: record both, write nothing'],
  ['only a changed', 'b := a: create, update or delete'],
  ['only b changed', 'a := b'],
  ['both changed', 'policy: your rule'],
  ['neither changed, and yet they differ', 'repair: distrust the memory, read again'],
] as const

/** Draws the matrix and the law it follows from, for any two systems. */
export function drawLaw(columns: number): readonly Line[] {
  return [
    [styled('a \\ b', 'bold'), ': what each pair of situations calls for'],
    '',
    ...drawGrid((a, b) => lawCell(MATRIX[a][b]), { heading: 'a \\ b', columns }),
    '',
    ...wrap(
      '(…) is reached only by a memory that was damaged; the action is the safe one.',
      columns,
    ),
    '',
    [styled('The law', 'bold'), ' that it follows from'],
    '',
    ...layOut([{}, {}], LAW, { columns, indent: '  ' }),
  ]
}

/** What stands in one cell of a drawing. */
export type DrawCell = (a: Situation, b: Situation) => Line

/** Draws four rows of four cells; `heading` stands above the names of the rows. */
export function drawGrid(
  cell: DrawCell,
  { heading, columns }: { readonly heading: string; readonly columns: number },
): readonly Line[] {
  const titles = [{ title: heading }, ...SITUATIONS.map((title) => ({ title }))]
  const rows = SITUATIONS.map((a) => [[styled(a, 'dim')], ...SITUATIONS.map((b) => cell(a, b))])
  return layOut(titles, rows, { columns, indent: '  ' })
}

function lawCell({ action, reachable }: CellRule): Line {
  const text = action.replace('-', ' ')
  if (action === 'policy') return [styled(text, 'yellow')]
  return reachable ? text : unreachableCell(text)
}

/** A cell that nothing leads to. */
export function unreachableCell(text: string): readonly Part[] {
  return [styled(`(${text})`, 'dim')]
}
