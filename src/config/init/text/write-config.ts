import type { BySide } from '../../../core/side.ts'
import type { DescribedSystem } from '../describe-system.ts'
import type { EntityProposal, Proposal } from '../../infer/proposal.ts'
import { SIDES } from '../../../core/side.ts'
import { asQuestion, comment, inline, key } from './yaml-text.ts'
import { writeFields } from './write-fields.ts'
import { writeMatch } from './write-match.ts'
import { writeSystem } from './write-system.ts'

/** What a configuration is written from. */
export interface Findings {
  readonly name: string
  readonly systems: BySide<DescribedSystem>
  readonly proposal: Proposal
}

/**
 * Writes a configuration with everything that was found out (C97): each proposal with its evidence beside it, what is
 * uncertain as a comment that begins with `# ?`. Its text is YAML that the loader takes.
 */
export function writeConfig({ name, systems, proposal }: Findings): string {
  const names = { a: systems.a.name, b: systems.b.name }
  const sure = proposal.entities.filter((entity) => entity.sure)
  const unsure = proposal.entities.filter((entity) => !entity.sure)
  const lines = [
    ...HEAD,
    'version: 1',
    `name: ${inline(name)}`,
    '',
    'systems:',
    ...SIDES.flatMap((side) => writeSystem(systems[side])),
    '',
    proposal.entities.length === 0 ? 'entities: {}' : 'entities:',
    ...sure.flatMap((entity) => writeEntity(entity, names)),
    ...unsure.flatMap((entity) => [
      ...comment(doubtOf(entity), '  '),
      ...writeEntity(entity, names).map(asQuestion),
    ]),
    ...SIDES.flatMap((side) =>
      proposal.alone[side].map(
        (collection) => `  # ${names[side]} ${collection} has no counterpart that could be found.`,
      ),
    ),
  ]
  return `${lines.join('\n').replaceAll(/\n{3,}/g, '\n\n')}\n`
}

const HEAD = [
  '# yaml-language-server: $schema=./node_modules/bilateral/docs/bilateral.schema.json',
  '# Proposed by `bilateral init` from what both systems hold. Each line says why it is there;',
  '# a line that begins with "# ?" is a question for you: take "# ? " away if the answer is yes.',
]

function doubtOf({ name, keys }: EntityProposal): string {
  return keys.doubtful.length === 0
    ? `${name}: nothing but the names of the collections speaks for it.`
    : `${name}: too few records say the same to be sure that both hold the same kind.`
}

function writeEntity(entity: EntityProposal, names: BySide<string>): readonly string[] {
  const { name, collections, records, pairs } = entity
  return [
    ...comment(
      `${String(pairs)} ${pairs === 1 ? 'pair' : 'pairs'} among ${String(records.a)} records of ${names.a} and ${String(records.b)} of ${names.b}.`,
      '  ',
    ),
    `  ${key(name)}:`,
    ...SIDES.map((side) => `    ${key(names[side])}: ${inline(collections[side])}`),
    ...writeMatch(entity, names),
    ...writeFields(entity, names),
    '',
  ]
}
