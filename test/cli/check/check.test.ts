import { existsSync, readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { configuredIn } from '../../../src/cli/process/configured.ts'
import { folderWith } from '../../config/example.ts'
import { hastyClock } from '../hasty-clock.ts'
import { join } from 'node:path'
import { perform } from '../stage.ts'
import { textWidth } from '../../../src/cli/output/text-width.ts'

const CONFIG = `version: 1
name: people
systems:
  crm:
    type: files
    directory: ./crm
    collections: { contacts: { file: contacts.csv, id: id } }
  erp:
    type: files
    directory: ./erp
    collections: { staff: { file: staff.csv, id: number } }
entities:
  person:
    crm: contacts
    erp: staff
    match: [{ on: { crm: mail, erp: email }, as: lower }]
    fields:
      name: { crm: name, erp: full_name, as: trim }
      active:
        crm: active
        erp: status
        as: [{ side: crm, bool: [yes, no] }, { side: erp, bool: [A, L] }]
`

const CONTACTS = 'id,name,mail,active\n1,Ada,ada@x.org,yes\n2,Bob,bob@x.org,no\n'
const STAFF = 'number,full_name,email,status\n7,Ada,ADA@x.org,A\n'

/** A folder with two files of people, long enough ago that they count as finished. */
async function checked(
  args: readonly string[],
  { contacts = CONTACTS, staff = STAFF, config = CONFIG, terminal = 80 } = {},
) {
  const cwd = folderWith({
    'bilateral.yaml': config.replaceAll('.csv, ', '.csv, quiet: 0s, '),
    'crm/contacts.csv': contacts,
    'erp/staff.csv': staff,
  })
  const env = { NO_COLOR: '1' }
  const shown = await perform(['check', ...args], {
    cwd,
    env,
    terminal,
    clock: hastyClock(),
    ...configuredIn({ cwd, env }),
  })
  return { ...shown, cwd }
}

test('[C90] [C92] [C93] all is said of two small files, and no memory is left behind', async () => {
  const { exitCode, err, lines, cwd } = await checked([])
  expect(exitCode).toBe(0)
  expect(err).not.toContain('error')
  expect(lines.join('\n')).toContain('person  crm contacts 2 · erp staff 1')
  expect(lines.join('\n')).toMatch(/match .* 0 linked already\n.* 1 would be linked by/)
  expect(lines.at(-1)).toBe('0 errors, 0 warnings. Nothing was written.')
  expect(existsSync(join(cwd, '.bilateral'))).toBe(false)
  expect(readdirSync(join(cwd, 'crm'))).toEqual(['contacts.csv'])
})

test('[C90] warnings end in 0, or in 2 when they count; what cannot work at all ends in 1', async () => {
  const contacts = `${CONTACTS}3,Cem,cem@x.org,maybe\n`
  expect((await checked([], { contacts })).exitCode).toBe(0)
  expect((await checked(['--strict'], { contacts })).exitCode).toBe(2)
  expect((await checked(['--strict'])).exitCode).toBe(0)
  const staff = STAFF.replace('x.org,A', 'x.org,works')
  const { exitCode, lines } = await checked([], { staff })
  expect(exitCode).toBe(1)
  expect(lines.join('\n')).toContain('no value in erp can be read')
  expect(lines.join('\n')).toContain('7: "works" is neither "A" nor "L"')
})

test('[C90] a system that fails its test ends in 1, and nobody is asked for more', async () => {
  const { exitCode, lines } = await checked([], { staff: 'nothing\n' })
  expect(exitCode).toBe(1)
  expect(lines.join('\n')).toMatch(/✗ staff: /)
  expect(lines.at(-1)).toBe('1 error, 0 warnings. Nothing was written.')
})

test('[C90] for machines there is one document, with the names of the systems', async () => {
  const said = await checked(['--json'])
  expect(said.exitCode).toBe(0)
  expect(said.json()).toMatchObject({
    systems: [{ name: 'crm' }, { name: 'erp' }],
    entities: [
      {
        entity: 'person',
        systems: { crm: { records: 2, complete: true }, erp: { records: 1 } },
        match: { wouldLink: 1, alone: { crm: 1, erp: 0 } },
        fields: [{ name: 'name', systems: { crm: { filled: 2 } } }, { name: 'active' }],
      },
    ],
    findings: [],
    errors: 0,
    warnings: 0,
  })
})

test('[C90] an entity that is not there is refused before anything is read', async () => {
  const { exitCode, err, out } = await checked(['--entity', 'persons'])
  expect({ exitCode, out }).toEqual({ exitCode: 64, out: '' })
  expect(err).toContain('there is no entity persons; there are person')
})

test.each([40, 80, 200])(
  '[C51] no line is wider than %i columns, whatever the names',
  async (terminal) => {
    const long = 'a_field_with_quite_a_long_name_indeed'
    const config = CONFIG.replace('active:', `${long}:`).replace('person:', 'people_of_every_kind:')
    const contacts = `${CONTACTS}${'9'.repeat(120)},Cem,cem@x.org,${'maybe '.repeat(40)}\n`
    const { lines } = await checked([], { config, contacts, terminal })
    for (const line of lines) expect(textWidth(line)).toBeLessThanOrEqual(terminal)
    expect(lines.length).toBeGreaterThan(20)
  },
)

test('[C120] what the policy does is said of every entity, and how far it was explored', async () => {
  const { out } = await checked([])
  expect(out).toMatch(/ {2}policy {3}loses nothing and comes to agree in [\d,]+ states, as many as/)
})
