import type { Initialized } from '../../config/init/initialize.ts'
import type { Line } from '../output/line.ts'
import { hang } from '../output/hang.ts'
import { layOut } from '../output/table.ts'
import { counted, grouped } from '../output/relative-time.ts'
import { styled } from '../output/line.ts'

/** Shows what was proposed and written, and what to do next. */
export function drawProposal(done: Initialized, columns: number): readonly Line[] {
  const { file, entities, variables, readOnly, gitignore } = done
  const rows = entities.map(({ name, collections, pairs, keys, fields, questions }) => [
    styledName(name),
    Object.values(collections).join(' = '),
    `${grouped(pairs)} ${pairs === 1 ? 'pair' : 'pairs'}`,
    `${counted(keys, 'key')}, ${counted(fields, 'field')}`,
    questions > 0 ? counted(questions, 'question') : '',
  ])
  const found: readonly Line[] =
    rows.length === 0
      ? hang('No two collections hold the same records; name them under entities yourself.', {
          columns,
          first: '  ',
        })
      : layOut([{}, {}, {}, {}, {}], rows, { columns, indent: '  ' })
  const elsewhere = file === 'bilateral.yaml' ? '' : ` --config ${file}`
  const steps = [
    ...variables.map((name) => `export ${name}=…`),
    `read ${file}, and answer its questions: take "# ? " away where the answer is yes`,
    ...readOnly.map((name) => `uncomment the writes of ${name}, which until then is only read`),
    ...['check', 'plan', 'sync --first-run'].map((command) => `bilateral ${command}${elsewhere}`),
  ]
  return [
    [styled('Wrote ', 'bold'), file],
    ...found,
    ...(gitignore ? ['  .bilateral/ was added to .gitignore'] : []),
    '',
    'Next:',
    ...steps.flatMap((step, at) => hang(step, { columns, first: `  ${String(at + 1)}. ` })),
  ]
}

function styledName(name: string): Line {
  return [styled(name, 'bold')]
}
