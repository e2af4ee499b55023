import { expect, test } from 'vitest'
import { change, EXAMPLE, folderWith } from '../../config/example.ts'
import { perform } from '../stage.ts'
import { configuredIn } from '../../../src/cli/process/configured.ts'
import { textWidth } from '../../../src/cli/output/text-width.ts'

interface CellDocument {
  readonly entity?: string
  readonly cell: string
  readonly action: string
  readonly reachable: boolean
  readonly reason: string
  readonly policy?: unknown
  readonly effects?: readonly { readonly action: string; readonly system?: string }[]
  readonly overriddenBy?: readonly { readonly rule: string; readonly line?: number }[]
}

/** The commands as the process has them, over a configuration of their own. */
async function withConfig(args: readonly string[], text = EXAMPLE, terminal = 80) {
  const cwd = folderWith({ 'bilateral.yaml': text })
  const env = { CRM_TOKEN: 's3cr3t', NO_COLOR: '1' }
  return perform(args, { cwd, env, terminal, ...configuredIn({ cwd, env }) })
}

test('[C59] without a configuration the matrix is the law, as text', async () => {
  const { lines, err, exitCode } = await perform(['matrix'])
  expect({ err, exitCode }).toEqual({ err: '', exitCode: 0 })
  expect(lines.slice(0, 7).join('\n')).toBe(
    `a \\ b: what each pair of situations calls for

  a \\ b      missing     unchanged   updated   deleted
  missing    vacuous     (create a)  create a  (forget)
  unchanged  (create b)  nothing     update a  delete a
  updated    create b    update b    policy    policy
  deleted    (forget)    delete b    policy    forget`,
  )
  expect(lines.slice(lines.findIndex((line) => line.startsWith('The law')) + 2)).toHaveLength(5)
})

test('[C59] the law for machines has sixteen cells, three of which are for a policy', async () => {
  const cells = (await perform(['matrix', '--json'])).json() as CellDocument[]
  expect(cells).toHaveLength(16)
  for (const { cell, action, reachable, reason, ...rest } of cells) {
    expect(cell).toMatch(/^[a-z]+\/[a-z]+$/)
    expect([typeof action, typeof reachable, typeof reason, rest]).toEqual([
      'string',
      'boolean',
      'string',
      {},
    ])
  }
  expect(cells.filter(({ action }) => action === 'policy').map(({ cell }) => cell)).toEqual([
    'updated/updated',
    'updated/deleted',
    'deleted/updated',
  ])
})

test('[C59] with a configuration every entity has its matrix, with the names of its systems', async () => {
  const { lines, exitCode } = await withConfig(['matrix'])
  expect(exitCode).toBe(0)
  expect(lines).toContain('company: crm down, erp across, preset two-way')
  expect(lines).toContain('person: crm down, erp across, preset crm-master')
  expect(lines).toContain('  updated    create erp    by field *    by field    create erp')
  expect(
    lines.some((line) => /^ {2}missing\/updated +hold +unmatched\.erp \(line \d+\)/.test(line)),
  ).toBe(true)
})

test('[C59] a cell that a rule overrides names the rule and its line', async () => {
  const cells = (await withConfig(['matrix', 'company', '--json'])).json() as CellDocument[]
  expect(cells).toHaveLength(16)
  const cell = cells.find((each) => each.cell === 'missing/updated')
  const line = EXAMPLE.split('\n').findIndex((text) => text.includes('unmatched:')) + 1
  expect(cell).toMatchObject({
    entity: 'company',
    action: 'create-a',
    reason: 'new on erp',
    effects: [{ action: 'hold', givesUp: 'convergence' }],
    overriddenBy: [{ rule: 'entities.company.unmatched.erp', line }],
  })
})

test('[C59] a policy cell tells the value of its policy, for the record or for each field', async () => {
  const cells = (await withConfig(['matrix', 'company', '--json'])).json() as CellDocument[]
  const policies = cells.flatMap(({ cell, policy }) =>
    policy === undefined ? [] : [[cell, policy]],
  )
  expect(policies).toEqual([
    [
      'updated/updated',
      { name: 'ask', number: 'owner erp', address: 'crm', phone: 'ask', mail: 'ask' },
    ],
    ['updated/deleted', 'keep-updated'],
    ['deleted/updated', 'ask'],
  ])
})

test('[C59] an entity that is not there is refused, with those that are', async () => {
  const { err, exitCode } = await withConfig(['matrix', 'compny'])
  expect(err).toBe('there is no entity compny; there are company, person\nnext: bilateral matrix\n')
  expect(exitCode).toBe(64)
})

test('[C59] a configuration that is wrong is not passed over for the law', async () => {
  const { exitCode, out } = await withConfig(
    ['matrix'],
    change(EXAMPLE, 'version: 1', 'version: 7'),
  )
  expect({ exitCode, out }).toEqual({ exitCode: 64, out: '' })
})

test('[C51] the matrix fits its terminal, whatever the systems are called', async () => {
  const long = EXAMPLE.replaceAll(/\bcrm\b/g, 'customer-relations').replaceAll(
    /\berp\b/g,
    'enterprise-planning',
  )
  for (const columns of [80, 60])
    for (const line of (await withConfig(['matrix'], long, columns)).lines)
      expect(textWidth(line), line).toBeLessThanOrEqual(columns)
})
