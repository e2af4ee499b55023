import type { Line } from '../output/line.ts'
import type { TestedSystem } from '../../engine/check/check.ts'
import { styled } from '../output/line.ts'
import { clip } from '../output/table.ts'
import { hang } from '../output/hang.ts'

/** Shows a system: who answers, and what its tests found. */
export function drawSystem(
  { name, identity, tests }: TestedSystem,
  columns: number,
): readonly Line[] {
  const isOk = tests.every(({ ok }) => ok)
  const tenant = identity === undefined ? '' : `  tenant ${identity.tenant}`
  const heading: Line = [
    styled(name, 'bold'),
    tenant,
    '  ',
    isOk ? styled('ok', 'green') : styled('fails', 'red'),
  ]
  return [clip(heading, columns), ...tests.flatMap((test) => drawTest(test, columns))]
}

function drawTest(
  { name, ok, detail }: TestedSystem['tests'][number],
  columns: number,
): readonly Line[] {
  const [first = '', ...rest] = hang(`${name}: ${detail}`, { columns, first: '    ' })
  const mark = ok ? styled('✓', 'green') : styled('✗', 'red')
  return [['  ', mark, first.slice(3)], ...rest]
}
