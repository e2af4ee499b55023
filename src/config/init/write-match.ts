import { comment, inline, percent } from './yaml-text.ts'
import type { BySide } from '../../core/side.ts'
import type { EntityProposal } from '../infer/proposal.ts'
import type { KeyFinding } from '../infer/key/find-keys.ts'

/** Writes the keys by which records find each other, the best first. */
export function writeMatch({ keys }: EntityProposal, names: BySide<string>): readonly string[] {
  const doubtful = keys.doubtful.flatMap((finding) => [
    ...comment(`? ${describe(finding)}, but does it tell one record from another?`, '      '),
    `      # ? - ${rule(finding, names, 'review')}`,
  ])
  if (keys.sure.length === 0) return ['    match: []', ...doubtful]
  return [
    '    match:',
    ...keys.sure.flatMap((finding) => [
      ...comment(describe(finding), '      '),
      `      - ${rule(finding, names, undefined)}`,
    ]),
    ...doubtful,
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
  const borne =
    witnesses > 0
      ? `; ${String(witnesses)} other column${witnesses === 1 ? '' : 's'} bear it out`
      : ''
  return `${percent(share)} find exactly one counterpart (${String(pairs.length)} pairs)${borne}`
}
