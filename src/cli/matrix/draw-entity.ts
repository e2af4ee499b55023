import type { Effect, EffectiveCell } from '../../core/policy/effective-matrix.ts'
import {
  describeAction,
  describeFields,
  describeSacrifice,
  describeWhen,
} from './describe-effect.ts'
import { describeSources } from './rule-source.ts'
import { drawGrid, unreachableCell } from './draw-law.ts'
import type { Line } from '../output/line.ts'
import type { OpenEntity } from '../world.ts'
import { cellOf } from '../../core/situation.ts'
import { effectiveMatrix } from '../../core/policy/effective-matrix.ts'
import { clip, layOut } from '../output/table.ts'
import { styled } from '../output/line.ts'
import { textWidth, wrap } from '../output/text-width.ts'

/** Draws the matrix of one entity, then every cell that a rule of the user has a say in. */
export function drawEntity(entity: OpenEntity, columns: number): readonly Line[] {
  const { terms, said } = entity
  const { names } = terms
  const cells = new Map(effectiveMatrix(terms).map((cell) => [cell.cell, cell]))
  const grid = drawGrid((a, b) => gridCell(cells.get(cellOf(a, b)), entity), {
    heading: `${names.a} \\ ${names.b}`,
    columns,
  })
  const preset = said === undefined ? [] : [`, preset ${said.preset.value}`]
  return [
    clip([styled(entity.name, 'bold'), `: ${names.a} down, ${names.b} across`, ...preset], columns),
    '',
    ...grid,
    '',
    ...details(
      'Policy',
      [...cells.values()].filter(({ action }) => action === 'policy'),
      {
        entity,
        columns,
      },
    ),
    ...details(
      'Other than the law (*)',
      [...cells.values()].filter(({ overriddenBy }) => overriddenBy.length > 0),
      { entity, columns },
    ),
  ]
}

function gridCell(cell: EffectiveCell | undefined, { terms }: OpenEntity): Line {
  if (cell === undefined) return ''
  const mark = cell.overriddenBy.length > 0 ? ' *' : ''
  const actions = new Set(
    cell.effects
      .filter(({ when }) => when === undefined)
      .map(({ action }) => describeAction(action, terms.names)),
  )
  const text = `${actions.size === 1 ? [...actions].join() : 'by field'}${mark}`
  if (!cell.reachable) return unreachableCell(text)
  return cell.action === 'policy' || mark !== '' ? [styled(text, 'yellow')] : text
}

interface Drawing {
  readonly entity: OpenEntity
  readonly columns: number
}

function details(
  title: string,
  cells: readonly EffectiveCell[],
  { entity, columns }: Drawing,
): readonly Line[] {
  if (cells.length === 0) return []
  const told = cells.flatMap(({ cell, action, effects, overriddenBy }) =>
    effects
      .filter(({ rules }) => overriddenBy.length === 0 || rules.length > 0)
      .map((effect, at) => ({
        cell: at === 0 ? cell : '',
        action: describeAction(effect.action, entity.terms.names),
        text: tell(effect, entity, action === 'policy'),
      })),
  )
  const widest = (pick: (row: (typeof told)[number]) => string): number =>
    Math.max(...told.map((row) => textWidth(pick(row))))
  const room = columns - widest((row) => row.cell) - widest((row) => row.action) - MARGIN
  const rows = told.flatMap(({ cell, action, text }) =>
    wrap(text, room).map((line, at) => (at === 0 ? [cell, action, line] : ['', '', line])),
  )
  return [
    [styled(title, 'bold')],
    ...layOut([{ fixed: true }, {}, {}], rows, { columns, indent: '  ' }),
    '',
  ]
}

/** Columns that the indent and the gaps of a detail take. */
const MARGIN = 6

function tell(effect: Effect, entity: OpenEntity, isPolicy: boolean): string {
  const parts = [
    describeFields(effect, entity.terms),
    describeWhen(effect),
    describeSources(effect.rules, entity),
    isPolicy ? undefined : describeSacrifice(effect),
  ]
  return parts.filter((part) => part !== undefined && part !== '').join(' · ')
}
