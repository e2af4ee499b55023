import type { CliContext } from '../context.ts'
import type { OpenEntity } from '../world.ts'
import { BilateralError, EXIT_CODES } from '../../errors.ts'
import type { ExitCode } from '../../errors.ts'
import { effectiveMatrix } from '../../core/policy/effective-matrix.ts'
import { withPairing } from '../with-pairing.ts'
import { cellDocument, lawDocument } from './matrix-document.ts'
import { drawEntity } from './draw-entity.ts'
import { drawLaw } from './draw-law.ts'

/**
 * Shows the matrix: as the law has it where there is no configuration, else under the rules of one entity or of all. Sends
 * nothing. Throws `NOT_FOUND` for an entity that the configuration does not have.
 */
export async function showMatrix(context: CliContext, name: string | undefined): Promise<ExitCode> {
  const { hasConfig, options, output } = context
  if (name === undefined && !(await hasConfig(options.config))) {
    if (output.json) output.document(lawDocument())
    else for (const line of drawLaw(output.columns)) output.print(line)
    return EXIT_CODES.done
  }
  await withPairing(context, async ({ entities }) => {
    const chosen = choose(entities, name)
    if (output.json) output.document(chosen.flatMap(documentOf))
    else
      for (const line of chosen.flatMap((entity) => drawEntity(entity, output.columns)))
        output.print(line)
  })
  return EXIT_CODES.done
}

function documentOf({ terms, said }: OpenEntity): readonly object[] {
  return effectiveMatrix(terms).map((cell) => cellDocument(cell, { terms, said }))
}

function choose(entities: readonly OpenEntity[], name: string | undefined): readonly OpenEntity[] {
  if (name === undefined) return entities
  const chosen = entities.filter((entity) => entity.name === name)
  if (chosen.length > 0) return chosen
  const names = entities.map((entity) => entity.name).join(', ')
  throw new BilateralError('NOT_FOUND', `there is no entity ${name}; there are ${names}`, {
    next: 'bilateral matrix',
  })
}
