import { expect, test } from 'vitest'
import { configuredIn } from '../../../src/cli/process/configured.ts'
import { folderWith } from '../../config/example.ts'
import { hastyClock } from '../hasty-clock.ts'
import { perform } from '../stage.ts'
import { textWidth } from '../../../src/cli/output/text-width.ts'

const CONFIG = `version: 1
name: people
systems:
  crm:
    type: rest
    url: https://crm.example.com/api
    collections:
      contacts:
        id: id
        list: { request: GET /contacts, page: { offset: 0, size: 50 } }
        get: GET /contacts/\${id}
        create: { request: POST /contacts, body: "\${set}" }
        update: { request: "PATCH /contacts/\${id}", body: "\${set}" }
        delete: DELETE /contacts/\${id}
  erp: { type: files, directory: ., collections: { staff: { file: staff.csv, id: number } } }
entities:
  person:
    crm: contacts
    erp: staff
    match: [{ on: { crm: mail, erp: email } }]
    acceptLostUpdates: true
    fields:
      name: { crm: name, erp: full_name }
`

function shown(...args: string[]) {
  const cwd = folderWith({ 'bilateral.yaml': CONFIG, 'staff.csv': 'number,full_name,email\n' })
  const env = { NO_COLOR: '1' }
  const place = { cwd, env, terminal: 80, clock: hastyClock(), ...configuredIn({ cwd, env }) }
  return perform(['guarantees', ...args], place)
}

test('[C121] [C122] tiers, memory and what remains possible are shown in eighty columns, without a request', async () => {
  const { exitCode, out, lines } = await shown()
  expect(exitCode).toBe(0)
  expect(out).toMatch(/^person\n {2}crm {2}T0 {2}writes take no condition/)
  expect(out).toContain('erp  T2  writes are conditional on a hash of the content')
  expect(out).toContain('remembered for each pair\n    both ids: ')
  expect(out).toContain('! an edit in crm between our last read and our write is overwritten')
  expect(out).toContain('removed by: declare a version that crm checks on writes (token:)')
  expect(lines.filter((line) => textWidth(line) > 80)).toEqual([])
}, 60_000)

test('[C121] machines read the same, and an entity that is not there is named', async () => {
  const found = await shown('person', '--json')
  expect(found.json()).toMatchObject({
    version: '1.0',
    entities: [{ entity: 'person', systems: { crm: { tier: 'T0' }, erp: { tier: 'T2' } } }],
  })
  const { exitCode, err } = await shown('persom')
  expect(exitCode).toBe(64)
  expect(err).toContain('there is no entity persom; there are person')
}, 60_000)
