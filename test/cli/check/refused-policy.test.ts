import { expect, test, vi } from 'vitest'
import type { PolicyVerdict } from '../../../src/guarantee/judge-policy.ts'
import { configuredIn } from '../../../src/cli/process/configured.ts'
import { folderWith } from '../../config/example.ts'
import { perform } from '../stage.ts'

const REFUSED = vi.hoisted((): PolicyVerdict => ({
  fields: ['name'],
  closed: true,
  states: 1_234,
  refusals: [
    {
      fault: 'oscillates',
      field: 'name',
      text: 'the two systems never come to agree',
      trace: [`crm's user sets name = "new"`, 'a run begins'],
      change: 'give the field one owner, or write policy: ask',
    },
  ],
}))

vi.mock('../../../src/guarantee/judge-policy.ts', () => ({ judgePolicy: () => REFUSED }))

const CONFIG = `version: 1
name: people
systems:
  crm: { type: files, directory: ., collections: { people: { file: crm.csv, id: id } } }
  erp: { type: files, directory: ., collections: { staff: { file: erp.csv, id: id } } }
entities:
  person: { crm: people, erp: staff, match: [], fields: { name: { crm: name, erp: name } } }
`

const FILES = {
  'bilateral.yaml': CONFIG.replaceAll('.csv, ', '.csv, quiet: 0s, '),
  'crm.csv': 'id,name\n1,Ada\n',
  'erp.csv': 'id,name\n7,Ada\n',
}

function checked(...args: string[]) {
  const cwd = folderWith(FILES)
  const env = { NO_COLOR: '1' }
  return perform(['check', ...args], { cwd, env, terminal: 80, ...configuredIn({ cwd, env }) })
}

test('[C120] a policy that must not be followed is an error, told with its steps and the change that ends it', async () => {
  const { exitCode, out } = await checked()
  expect(exitCode).toBe(1)
  expect(out).toContain(
    [
      '  ✗ the policy of person.name cannot be followed: the two systems never come to',
      '    agree',
      `     1 crm's user sets name = "new"`,
      '     2 a run begins',
      '    change: give the field one owner, or write policy: ask',
    ].join('\n'),
  )
  expect(out).toContain('1 error, ')
})

test('[C120] machines are told the verdict of each policy, and count it among the errors', async () => {
  const found = await checked('--json')
  expect(found.json()).toMatchObject({ errors: 1, policies: [{ entity: 'person', ...REFUSED }] })
})
