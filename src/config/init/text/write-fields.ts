import { asQuestion, comment, inline, key, percent } from './yaml-text.ts'
import { isList } from '../../../core/value.ts'
import type { BySide } from '../../../core/side.ts'
import type { EntityProposal, FieldProposal, ReferenceProposal } from '../../infer/proposal.ts'

/** Writes references, then fields; those that are uncertain as comments. */
export function writeFields(
  { fields, references }: EntityProposal,
  names: BySide<string>,
): readonly string[] {
  const lines = [
    ...references.flatMap((reference) => writeReference(reference, names)),
    ...fields.flatMap((field) => writeField(field, names)),
  ]
  return [lines.length === 0 ? '    fields: {}' : '    fields:', ...lines]
}

function writeReference(
  { name, entity, a, b, share, checked, sure }: ReferenceProposal,
  names: BySide<string>,
): readonly string[] {
  const said = { [names.a]: a.path, [names.b]: b.path, as: `ref(${entity})` }
  const evidence =
    checked === 0
      ? `ids of ${entity}; no pair could confirm it`
      : `${percent(share)} of ${String(checked)} pairs refer to one ${entity}`
  return writeOne(name, said, { evidence, sure })
}

function writeField(field: FieldProposal, names: BySide<string>): readonly string[] {
  const { name, a, b, as, empty, agreement, evidence, sure, isKey } = field
  const said = {
    [names.a]: a.path,
    [names.b]: b.path,
    ...(as === undefined ? {} : { as: isList(as) && as.length === 1 ? (as[0] ?? null) : as }),
    ...(empty === undefined ? {} : { empty }),
  }
  const { share, rows, refused } = agreement
  const unread = refused > 0 ? `, ${String(refused)} cannot be read` : ''
  const measured =
    rows === 0
      ? `no pair could confirm it (${evidence})`
      : `${percent(share)} of ${rows === 1 ? '1 pair agrees' : `${String(rows)} pairs agree`}${unread} (${evidence})`
  return isKey
    ? writeOne(name, said, {
        evidence: `${measured}; it is a key that a system may give itself`,
        sure: false,
      })
    : writeOne(name, said, { evidence: measured, sure })
}

function writeOne(
  name: string,
  said: Parameters<typeof inline>[0],
  { evidence, sure }: { readonly evidence: string; readonly sure: boolean },
): readonly string[] {
  const line = `      ${key(name)}: ${inline(said)}`
  return [...comment(evidence, '      '), sure ? line : asQuestion(line)]
}
