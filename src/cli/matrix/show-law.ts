import type { CliContext } from '../context.ts'
import type { ExitCode } from '../../errors.ts'
import { EXIT_CODES } from '../../errors.ts'
import { MATRIX } from '../../core/matrix.ts'
import { SITUATIONS, cellOf } from '../../core/situation.ts'

/** Shows the matrix as the law has it, before any configuration. */
export function showLaw({ output }: CliContext): ExitCode {
  if (output.json)
    output.document(
      SITUATIONS.flatMap((a) => SITUATIONS.map((b) => ({ cell: cellOf(a, b), ...MATRIX[a][b] }))),
    )
  return EXIT_CODES.done
}
