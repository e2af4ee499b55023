import type { CliContext } from '../context.ts'
import type { ExitCode } from '../../errors.ts'
import type { Guarantee } from '../../guarantee/guarantee.ts'
import type { OpenEntity, OpenPairing } from '../world.ts'
import { BilateralError, EXIT_CODES } from '../../errors.ts'
import { LIMITS_MS_MAX, timeBudget } from './time-budget.ts'
import { SIDES } from '../../core/side.ts'
import { UI_VERSION } from '../output/output.ts'
import { drawGuarantee } from './draw-guarantee.ts'
import { guaranteeOf } from '../../guarantee/guarantee.ts'
import { subjectOf } from './subject-of.ts'
import { withPairing } from '../with-pairing.ts'

/**
 * Shows what each entity, or one, guarantees (C121, C122). Asks neither system anything and writes nothing. Throws
 * `NOT_FOUND` for an entity that the configuration does not have.
 */
export async function showGuarantees(
  context: CliContext,
  only: string | undefined,
): Promise<ExitCode> {
  const show = async ({ entities }: OpenPairing): Promise<ExitCode> => {
    const found = chosen(entities, only).map((entity) => {
      context.output.progress(`exploring ${entity.name}`)
      return { entity, guarantee: explored(entity, context) }
    })
    context.output.progress('')
    if (context.output.json) context.output.document(documentOf(found))
    else print(found, context)
    return EXIT_CODES.done
  }
  return withPairing(context, show, { lookOnly: true })
}

interface Found {
  readonly entity: OpenEntity
  readonly guarantee: Guarantee
}

function chosen(entities: readonly OpenEntity[], only: string | undefined): readonly OpenEntity[] {
  const found = entities.filter(({ name }) => only === undefined || name === only)
  if (found.length > 0 || only === undefined) return found
  const names = entities.map(({ name }) => name).join(', ')
  throw new BilateralError('NOT_FOUND', `there is no entity ${only}; there are ${names}`, {
    next: 'bilateral guarantees',
  })
}

/** Each of the two worlds has its own time, and the second begins when the first is done. */
function explored(entity: OpenEntity, { clock }: CliContext): Guarantee {
  let faults: (() => boolean) | undefined
  const edits = timeBudget(clock, LIMITS_MS_MAX)
  return guaranteeOf(subjectOf(entity), {
    edits,
    faults: () => (faults ??= timeBudget(clock, LIMITS_MS_MAX))(),
  })
}

function print(found: readonly Found[], { output }: CliContext): void {
  for (const [at, { entity, guarantee }] of found.entries()) {
    if (at > 0) output.print('')
    for (const line of drawGuarantee(entity, guarantee, output.columns)) output.print(line)
  }
}

function documentOf(found: readonly Found[]): object {
  return {
    version: UI_VERSION,
    entities: found.map(({ entity: { name, terms }, guarantee: { tiers, memory, limits } }) => ({
      entity: name,
      systems: Object.fromEntries(SIDES.map((side) => [terms.names[side], tiers[side]])),
      memory,
      ...limits,
    })),
  }
}
