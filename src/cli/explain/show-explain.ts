import type { CliContext } from '../context.ts'
import type { ExitCode } from '../../errors.ts'
import type { Line } from '../output/line.ts'
import type { Names } from '../describe/record.ts'
import type { OpenPairing } from '../world.ts'
import type { Pair } from '../../core/pair.ts'
import type { ToldField, ToldRecord } from './told-record.ts'
import { BilateralError, EXIT_CODES } from '../../errors.ts'
import { assert } from '../../core/assert.ts'
import { bySide } from '../../core/side.ts'
import { createReferences } from '../../engine/references.ts'
import { describeValue } from '../describe/value.ts'
import { entriesOf } from '../../engine/plan/plan.ts'
import { entryLines } from '../journal/print-entry.ts'
import { findFates } from '../journal/request-fates.ts'
import { findPairs, referenceTo } from '../record/find-pairs.ts'
import { layOut } from '../output/table.ts'
import { lookEverywhere } from './look-everywhere.ts'
import { onlyOne } from '../record/only-one.ts'
import { readTail } from '../journal/read-tail.ts'
import { replan } from '../../engine/plan/replan.ts'
import { styled } from '../output/line.ts'
import { tellEntry } from '../journal/tell-entry.ts'
import { tellRecord } from './told-record.ts'
import { withPairing } from '../with-pairing.ts'

/** Journal lines that an explanation ends with. */
export const HISTORY_LINES = 8

/** Explains one record: what was agreed, what both systems say now, what follows, by which rule, and what to do next. */
export function showExplain(context: CliContext, text: string): Promise<ExitCode> {
  return withPairing(context, async (pairing) => {
    const reference = referenceTo(text, pairing)
    const [first, ...others] = await findPairs(reference, pairing)
    if (first === undefined) {
      const looks = await lookEverywhere(reference, pairing, context.abort)
      if (context.output.json) context.output.document({ id: text, linked: false, looked: looks })
      else for (const look of looks) context.output.print(look.says)
      if (looks.some(({ isThere }) => isThere)) return EXIT_CODES.done
      throw new BilateralError(
        'NOT_FOUND',
        `nobody knows ${JSON.stringify(text)}; nothing was written`,
        {
          next: 'bilateral conflicts, or bilateral log',
        },
      )
    }
    const pair = onlyOne([first, ...others], { text, command: 'explain', pairing })
    const names = bySide((side) => pairing.systems[side].name)
    const told = await explain(pair, names, { pairing, context })
    const history = await historyOf(pair, names, pairing)
    if (context.output.json) context.output.document({ ...told, history })
    else
      print(
        told,
        context,
        history.flatMap((entry) =>
          entryLines(entry, { columns: context.output.columns, whole: false }),
        ),
      )
    return EXIT_CODES.done
  })
}

/** Looks at both records anew and decides as the next run would; writes nothing. */
async function explain(
  pair: Pair,
  names: Names,
  { pairing, context }: { readonly pairing: OpenPairing; readonly context: CliContext },
): Promise<ToldRecord> {
  const plan = await replan([pair], {
    pairing,
    references: createReferences(pairing.store),
    clock: context.clock,
    listener: () => undefined,
    signal: context.abort,
    allowed: {},
  })
  const [entry] = entriesOf(plan)
  assert(entry !== undefined, 'a pair that is looked at is decided')
  return tellRecord(entry, names)
}

async function historyOf(pair: Pair, names: Names, { store }: OpenPairing) {
  const filter = { entity: pair.entity, pair: pair.no }
  const { entries } = await readTail(store, filter, { limit: HISTORY_LINES })
  const fates = await findFates(store, entries)
  return entries.map((entry) => tellEntry(entry, names, fates))
}

function print(told: ToldRecord, { output }: CliContext, history: readonly Line[]): void {
  const records = Object.entries(told.records).map(([name, id]) => `${name}:${id}`)
  output.print([styled(told.id, 'bold'), `  ${records.join(' ↔ ')}`])
  for (const [name, seen] of Object.entries(told.seen)) output.print(`  ${name.padEnd(9)} ${seen}`)
  output.print(`  cell      ${told.cell}`)
  output.print(`  decision  ${told.decision}`)
  output.print(
    `  why       ${told.reason}${told.override === undefined ? '' : ` (${told.override})`}`,
  )
  for (const line of fieldTable(told.fields, output.columns)) output.print(line)
  for (const open of told.open) output.print(`  open      ${open}`)
  output.print(styledHeading('what happened'))
  for (const line of history) output.print(line)
  if (told.next.length === 0) output.print('next: nothing to do')
  for (const step of told.next) output.print(`next: ${step}`)
}

function styledHeading(text: string): Line {
  return [styled(text, 'dim')]
}

function fieldTable(fields: readonly ToldField[], columns: number): readonly Line[] {
  const systems = [
    ...new Set(fields.flatMap(({ now, base }) => [...Object.keys(now), ...Object.keys(base)])),
  ]
  const titles = ['field', 'owner', 'base', ...systems, 'verdict']
  return layOut(
    titles.map((title) => ({ title })),
    fields.map(({ field, owner, base, now, verdict }) => [
      field,
      owner,
      describeBase(base),
      ...systems.map((name) => describeValue(now[name])),
      verdict,
    ]),
    { columns, indent: '  ' },
  )
}

/** One value where both systems agreed on the same spelling, else both. */
function describeBase(base: ToldField['base']): string {
  const texts = [...new Set(Object.values(base).map(describeValue))]
  return texts.length === 0 ? describeValue(undefined) : texts.join(' | ')
}
