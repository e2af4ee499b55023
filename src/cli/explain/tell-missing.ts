import type { CliContext } from '../context.ts'
import type { ExitCode } from '../../errors.ts'
import type { OpenPairing } from '../world.ts'
import type { Subject } from './find-subject.ts'
import { BilateralError, EXIT_CODES } from '../../errors.ts'
import { bySide } from '../../core/side.ts'
import { historyOf, printHistory } from './history.ts'
import { tellMissingPair } from '../record/tell-missing-pair.ts'
import { recordName } from '../describe/record.ts'
import { styled } from '../output/line.ts'

/** What is explained, and to whom. */
export interface Explaining {
  /** As it was typed. */
  readonly text: string
  readonly pairing: OpenPairing
  readonly context: CliContext
}

/** A record that is there by its id, and that the listing of its collection does not show. */
export function tellUnlisted(
  { entity, side, id }: Extract<Subject, { kind: 'record' }>['record'],
  { pairing, context }: Explaining,
): ExitCode {
  const { output } = context
  const name = recordName(
    bySide((each) => pairing.systems[each].name),
    side,
    id,
  )
  const reason = `${name} is there when it is asked for, and ${pairing.systems[side].name} does not list it among the records of ${entity}: it takes part in nothing`
  if (output.json) output.document({ id: name, entity, linked: false, reason, next: [] })
  else output.print(reason)
  return EXIT_CODES.done
}

/** A pair that ended, or whose record no listing shows any more: its journal tells what became of it. */
export async function tellEnded(
  { filter, looked }: Pick<Extract<Subject, { kind: 'ended' }>, 'filter' | 'looked'>,
  explaining: Explaining,
): Promise<ExitCode> {
  const { context } = explaining
  const history = await historyOf(filter, explaining.pairing)
  const id = history[0]?.record ?? explaining.text
  const reason = `${id} is no pair any more`
  const next = [`bilateral log ${id}`]
  if (context.output.json)
    context.output.document({
      id,
      entity: filter.entity,
      linked: false,
      reason,
      looked,
      history,
      next,
    })
  else {
    context.output.print([styled(id, 'bold'), '  is no pair any more'])
    for (const look of looked) context.output.print(`  ${look}`)
    printHistory(history, context)
    context.output.print(`next: bilateral log ${id}`)
  }
  return EXIT_CODES.done
}

/** An id that nobody knows: where it was looked for, and what was seen there. */
export async function tellUnknown(
  { looked, trouble }: Extract<Subject, { kind: 'unknown' }>,
  { text, context, pairing }: Explaining,
): Promise<ExitCode> {
  const { output } = context
  const missing = await tellMissingPair(text, pairing)
  const why = missing === undefined ? '' : ` (${missing})`
  const reason = `nobody knows ${JSON.stringify(text)}${why}`
  if (trouble !== undefined)
    throw new BilateralError(
      trouble.code,
      [`${reason}, as far as could be told; nothing was written`, ...looked].join('\n'),
      { cause: trouble, next: trouble.next ?? 'bilateral check' },
    )
  if (output.json) output.document({ id: text, linked: false, reason, looked, next: [] })
  else {
    output.warn(`${reason}; this is where it was looked for:`)
    for (const look of looked) output.print(`  ${look}`)
    output.warn('next: bilateral status')
  }
  return EXIT_CODES.usage
}
