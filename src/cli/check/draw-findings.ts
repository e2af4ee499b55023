import type { Finding } from '../../engine/check/finding.ts'
import type { Line } from '../output/line.ts'
import { plural } from '../../engine/check/plural.ts'
import { styled } from '../output/line.ts'
import { hang } from '../output/hang.ts'

/** Where findings are shown, and how many errors were told before them. */
export interface FindingsShape {
  readonly columns: number
  readonly refused: number
}

/** Shows what a person should know, errors first, each with its examples; then how many there are. */
export function drawFindings(
  findings: readonly Finding[],
  { columns, refused }: FindingsShape,
): readonly Line[] {
  const count = (severity: Finding['severity']): number =>
    findings.filter((finding) => finding.severity === severity).length
  const summary = `${plural(count('error') + refused, 'error')}, ${plural(count('warning'), 'warning')}. Nothing was written.`
  return [
    ...findings.flatMap((finding) => drawFinding(finding, columns)),
    ...(findings.length > 0 ? [''] : []),
    ...hang(summary, { columns, first: '' }),
  ]
}

function drawFinding(finding: Finding, columns: number): readonly Line[] {
  const { severity, entity, field, text, examples } = finding
  const where = [entity, field].filter((part) => part !== undefined).join('.')
  const said = where === '' ? text : `${where}: ${text}`
  const [first = '', ...rest] = hang(said, { columns, first: '  ' })
  const mark = severity === 'error' ? styled('✗', 'red') : styled('⚠', 'yellow')
  return [
    [mark, first.slice(1)],
    ...rest,
    ...examples.flatMap(({ id, reason }) =>
      hang(`${id}: ${reason}`, { columns, first: '    ' }).map((line): Line => [
        styled(line, 'dim'),
      ]),
    ),
  ]
}
