import { asQuestion, comment, inline, percent } from './yaml-text.ts'
import type { BySide } from '../../../core/side.ts'
import type { EntityProposal } from '../../infer/proposal.ts'
import type { KeyFinding } from '../../infer/key/find-keys.ts'

/**
 * Writes the keys by which records find each other, the best first. In an entity without a sure key, which is a question
 * as a whole, the doubtful ones stand as they are.
 */
export function writeMatch({ keys }: EntityProposal, names: BySide<string>): readonly string[] {
  const { sure, doubtful } = keys
  if (sure.length === 0 && doubtful.length === 0) return ['    match: []']
  const asAnswer = (line: string): string => (sure.length === 0 ? line : asQuestion(line))
  return [
    '    match:',
    ...sure.flatMap((finding) => [
      ...comment(describe(finding), '      '),
      `      - ${rule(finding, names, undefined)}`,
    ]),
    ...doubtful.flatMap((finding) => [
      ...comment(`${describe(finding)}; does it tell one record from another?`, '      '),
      asAnswer(`      - ${rule(finding, names, 'review')}`),
    ]),
  ]
}

function rule({ a, b, as }: KeyFinding, names: BySide<string>, then: string | undefined): string {
  return inline({
    on: { [names.a]: a.path, [names.b]: b.path },
    ...(as === undefined ? {} : { as }),
    ...(then === undefined ? {} : { then }),
  })
}

function describe({ pairs, share, witnesses }: KeyFinding): string {
  const found = pairs.length === 1 ? '1 pair' : `${String(pairs.length)} pairs`
  const borne =
    witnesses > 0
      ? `; ${String(witnesses)} other column${witnesses === 1 ? ' bears' : 's bear'} it out`
      : ''
  return `${percent(share)} find exactly one counterpart (${found})${borne}`
}
