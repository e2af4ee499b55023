import type { Guarantee } from '../../guarantee/guarantee.ts'
import type { Limit, Limits } from '../../guarantee/find-limits.ts'
import type { Line } from '../output/line.ts'
import type { OpenEntity } from '../world.ts'
import { SIDES } from '../../core/side.ts'
import { grouped } from '../output/relative-time.ts'
import { hang } from '../output/hang.ts'
import { styled } from '../output/line.ts'

/** Shows what an entity guarantees: how safe writes are, what is remembered, and what may happen all the same. */
export function drawGuarantee(
  { name, terms }: OpenEntity,
  { tiers, memory, limits }: Guarantee,
  columns: number,
): readonly Line[] {
  const width = Math.max(...SIDES.map((side) => terms.names[side].length))
  const systems = SIDES.flatMap((side) => {
    const { tier, because, promise } = tiers[side]
    const first = `  ${terms.names[side].padEnd(width)}  ${tier === 'none' ? '--' : tier}  `
    return hang(`${because}: ${promise}`, { columns, first })
  })
  return [
    [styled(name, 'bold')],
    ...systems,
    '',
    '  remembered for each pair',
    ...memory.flatMap(({ what, why }) => hang(`${what}: ${why}`, { columns, first: '    ' })),
    '',
    ...drawLimits(limits, columns),
  ]
}

function drawLimits(found: Limits, columns: number): readonly Line[] {
  const { limits, closed, states } = found
  const far = closed
    ? `all ${grouped(states)} states were explored`
    : `as far as ${grouped(states)} states show`
  const heading =
    limits.length === 0 ? `nothing else can happen (${far})` : `what remains possible (${far})`
  return [
    ...hang(heading, { columns, first: '  ' }),
    ...limits.flatMap((limit) => ['', ...drawLimit(limit, columns)]),
  ]
}

function drawLimit(limit: Limit, columns: number): readonly Line[] {
  const { name, text, needs, trace, remedy } = limit
  const when = needs === 'edits' ? 'without any failure' : 'after a crash or a lost answer'
  const [first = '', ...rest] = hang(`${text} (${name}; ${when})`, { columns, first: '  ! ' })
  return [
    ['  ', styled('!', 'yellow'), first.slice('  !'.length)],
    ...rest,
    ...drawSteps(trace, columns),
    ...hang(remedy, { columns, first: '    removed by: ' }),
  ]
}

/** Numbered steps, each on lines of its own. */
export function drawSteps(trace: readonly string[], columns: number): readonly Line[] {
  return trace.flatMap((step, at) =>
    hang(step, { columns, first: `    ${String(at + 1).padStart(2)} ` }).map((line): Line => [
      styled(line, 'dim'),
    ]),
  )
}
