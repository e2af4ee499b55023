import type { Column } from '../output/table.ts'
import type { Entry } from '../../engine/plan/entry.ts'
import type { EntityPlan } from '../../engine/plan/plan.ts'
import type { Line, Part } from '../output/line.ts'
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

const COLUMNS: readonly Column[] = [{ fixed: true }, { fixed: true }, { fixed: true }, {}, {}]

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
  const head: Row = [[SYMBOLS[operation.verb]], target, pairName(entry.pair)]
  if (operation.verb !== 'update') return [[...head, titleOf(entry), dim(entry.decision.reason)]]
  const before = operation.seen[operation.side]?.fields ?? null
  const rows = changesTo(operation.set, before).map((change, at): Row => {
    const text = `${change.field}  ${describeChange(change)}`
    return at === 0 ? [...head, text, dim(whoMoved(entry, names))] : [...NO_HEAD, text]
  })
  const unguarded: Line = [styled('↳ no conditional write: read again just before', 'yellow')]
  return operation.condition.kind === 'none' ? [...rows, [...NO_HEAD, unguarded]] : rows
}

const NO_HEAD: Row = ['', '', '']

function dim(text: string): Line {
  return [styled(text, 'dim')]
}

/** Whose edit an update carries, in two words. */
function whoMoved({ decision, pair }: Entry, names: Names): string {
  if (pair.base === undefined) return 'first meeting'
  const [a, b] = decision.cell.split('/')
  if (a === 'updated' && b === 'updated') return 'both changed'
  if (a === 'updated') return `${names.a} changed`
  return b === 'updated' ? `${names.b} changed` : 'put back'
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
  if (decision.kind !== 'conflict' && decision.kind !== 'update') return []
  const head: Row = [[styled('!', 'magenta')], 'both', pairName(pair)]
  if (decision.kind === 'conflict' && decision.disputes.length === 0)
    return [[...head, `${decision.conflict}: ${decision.reason}`]]
  return decision.disputes.map(({ field, a, b, baseA }): Row => {
    const text = `${field}  ${describeValue(a)} | ${describeValue(b)}`
    return [
      ...head,
      text,
      dim(baseA === undefined ? 'never agreed' : `was ${describeValue(baseA)}`),
    ]
  })
}

function noteRows({ decision, pair }: Entry): readonly Row[] {
  const head: Row = [[styled('?', 'cyan')], '', pairName(pair)]
  if (decision.kind === 'wait' && decision.notes.length === 0)
    return [[...head, dim(decision.reason)]]
  return decision.notes
    .filter(({ kind }) => kind !== 'held')
    .map(({ field, reason }): Row => [...head, [`${field}  `, styled(reason, 'dim')]])
}
