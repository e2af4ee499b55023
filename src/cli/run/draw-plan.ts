import type { Column } from '../output/table.ts'
import type { Entry } from '../../engine/plan/entry.ts'
import type { EntityPlan } from '../../engine/plan/plan.ts'
import type { Line, Part, Style } from '../output/line.ts'
import type { Names } from '../describe/record.ts'
import type { Operation, Verb } from '../../core/operation.ts'
import { changesTo, describeChange } from '../describe/change.ts'
import { counted } from '../output/relative-time.ts'
import { describeValue } from '../describe/value.ts'
import { layOut } from '../output/table.ts'
import { pairName } from '../describe/record.ts'
import { recordCounts } from './narrate.ts'
import { styled } from '../output/line.ts'

/** How many lines a plan takes without `--all`: what fits a few screens. */
export const PLAN_LINES_MAX = 60

const SYMBOLS: Readonly<Record<Verb, Part>> = {
  create: styled('+', 'green'),
  update: styled('~', 'yellow'),
  delete: styled('-', 'red'),
}

type Row = readonly Line[]

const COLUMNS: readonly Column[] = [{ fixed: true }, { fixed: true }, { fixed: true }, {}, {}, {}]

/** Draws what a run would do to one entity: `+` create, `~` update, `-` delete, `!` asks, `?` waits. */
export function drawPlan(
  plan: EntityPlan,
  names: Names,
  { columns, isWhole }: { readonly columns: number; readonly isWhole: boolean },
): readonly Line[] {
  const rows = plan.entries.flatMap((entry) => rowsOf(entry, names))
  const shown = isWhole ? rows : rows.slice(0, PLAN_LINES_MAX)
  const hidden = rows.length - shown.length
  const head: Line = [
    styled(plan.entity.name, 'bold'),
    `  ${recordCounts(names, plan.tally.records)} · ${counted(plan.tally.linked, 'pair')} linked`,
  ]
  return [
    head,
    ...layOut(COLUMNS, shown, { columns, indent: '  ' }),
    ...(hidden > 0 ? [`  … and ${counted(hidden, 'more line')}: bilateral plan --all`] : []),
  ]
}

function rowsOf(entry: Entry, names: Names): readonly Row[] {
  return [
    ...entry.operations.flatMap((operation) => operationRows(entry, operation, names)),
    ...disputeRows(entry),
    ...noteRows(entry),
  ]
}

function operationRows(entry: Entry, operation: Operation, names: Names): readonly Row[] {
  const target = names[operation.side]
  const symbol = SYMBOLS[operation.verb]
  const label = pairName(entry.pair)
  const why: Part = styled(entry.decision.reason, 'dim')
  if (operation.verb !== 'update') return [[[symbol], target, label, titleOf(entry), '', [why]]]
  const before = operation.seen[operation.side]?.fields ?? null
  const rows = changesTo(operation.set, before).map((change, at): Row => {
    const first: Row = at === 0 ? [[symbol], target, label] : ['', '', '']
    return [...first, change.field, describeChange(change), at === 0 ? [why] : '']
  })
  return operation.condition.kind === 'none'
    ? [...rows, ['', '', '', '', wholly('↳ no conditional write: read just before', 'yellow')]]
    : rows
}

function wholly(text: string, style: Style): Line {
  return [styled(text, style)]
}

/** What a person calls the record: the first text of its own that it holds. */
function titleOf({ seen, entity }: Entry): string {
  const shown = seen.a.kind === 'present' ? seen.a : seen.b
  if (shown.kind !== 'present') return ''
  const texts = entity.terms.fields
    .filter(({ refersTo }) => refersTo === undefined)
    .map(({ name }) => shown.fields[name])
  return describeValue(texts.find((value) => typeof value === 'string' && value !== ''))
}

function disputeRows({ decision, pair }: Entry): readonly Row[] {
  const asked: Part = styled('!', 'magenta')
  if (decision.kind !== 'conflict' && decision.kind !== 'update') return []
  if (decision.kind === 'conflict' && decision.disputes.length === 0)
    return [
      [[asked], 'both', pairName(pair), decision.conflict, '', [styled(decision.reason, 'dim')]],
    ]
  return decision.disputes.map(({ field, a, b, baseA }): Row => {
    const values = `${describeValue(a)} | ${describeValue(b)}`
    const base = baseA === undefined ? 'never agreed' : `was ${describeValue(baseA)}`
    return [[asked], 'both', pairName(pair), field, values, [styled(base, 'dim')]]
  })
}

function noteRows({ decision, pair }: Entry): readonly Row[] {
  const mark: Part = styled('?', 'cyan')
  if (decision.kind === 'wait' && decision.notes.length === 0)
    return [[[mark], '', pairName(pair), '', '', [styled(decision.reason, 'dim')]]]
  return decision.notes
    .filter(({ kind }) => kind !== 'held')
    .map(({ field, reason }): Row => [
      [mark],
      '',
      pairName(pair),
      field,
      '',
      [styled(reason, 'dim')],
    ])
}
