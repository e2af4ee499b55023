import { describe, expect, test } from 'vitest'
import { readFileSync, readdirSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { change, folderWith } from '../../config/example.ts'
import { configuredIn } from '../../../src/cli/process/configured.ts'
import { join } from 'node:path'
import { perform } from '../stage.ts'

const HR = 'id,name,email,street,city\n1,Ada,ada@x.org,Rue 1,Paris\n2,Bob,bob@x.org,Rue 2,Lyon\n'

const CONFIG = `version: 1
name: people
systems:
  hr:
    type: files
    directory: .
    collections: { people: { file: hr.csv, id: id } }
  crm:
    type: sql
    database: ./crm.db
    collections: { contact: { table: contacts, id: id } }
entities:
  person:
    hr: people
    crm: contact
    match: [{ on: { hr: [name, email], crm: [full_name, mail] } }]
    fields:
      name: { hr: name, crm: full_name }
      mail: { hr: email, crm: mail }
      address:
        hr: { street: street, city: city }
        crm: { street: street, city: town }
`

/** A folder with a CSV file of two people, an empty table, and a configuration over both. */
function people(config: string): string {
  const cwd = folderWith({ 'bilateral.yaml': config, 'hr.csv': HR })
  const db = new DatabaseSync(join(cwd, 'crm.db'))
  db.exec(
    'CREATE TABLE contacts (id INTEGER PRIMARY KEY, full_name TEXT, mail TEXT, street TEXT, town TEXT)',
  )
  db.exec("INSERT INTO contacts (full_name, mail) VALUES ('Cem', 'cem@x.org')")
  db.close()
  return cwd
}

function rowsOf(cwd: string): unknown {
  const db = new DatabaseSync(join(cwd, 'crm.db'))
  const rows = db.prepare('SELECT * FROM contacts').all()
  db.close()
  return rows
}

const COMMANDS = [['check'], ['plan'], ['sync', '--first-run']]

// prettier-ignore
const ROWS: readonly (readonly [what: string, from: string, to: string, complaint: string])[] = [
  ['a column of a CSV file', 'hr: email, crm: mail }', 'hr: emial, crm: mail }', '19:19 entities.person.fields.mail.hr: hr people has no column "emial"; did you mean "email"?'],
  ['a column of a table', 'crm: mail }', 'crm: mial }', '19:31 entities.person.fields.mail.crm: crm contact has no column "mial"; did you mean "mail"?'],
  ['a column in other capitals', 'hr: name, crm: full_name }', 'hr: Name, crm: full_name }', '18:19 entities.person.fields.name.hr: hr people has no column "Name"; did you mean "name"?'],
  ['a column like none', 'crm: mail }', 'crm: zzzzzz }', '19:31 entities.person.fields.mail.crm: crm contact has no column "zzzzzz"; there are id, full_name, mail, street, town'],
  ['a path that begins with no column', 'hr: email, crm', 'hr: contact.email, crm', '19:19 entities.person.fields.mail.hr: hr people has no column "contact"; there are id, name, email, street, city'],
  ['the member of a group', 'town }', 'twon }', '22:38 entities.person.fields.address.crm.city: crm contact has no column "twon"; did you mean "town"?'],
  ['the part of a key', '[name, email]', '[name, emali]', '16:32 entities.person.match[0].on.hr[1]: hr people has no column "emali"; did you mean "email"?'],
]

describe('a mapping that names', () => {
  test.each(ROWS)(
    '[E9] %s that is not there stops check, plan and sync before any write',
    async (_, from, to, complaint) => {
      const cwd = people(change(CONFIG, from, to))
      const before = rowsOf(cwd)
      for (const args of COMMANDS) {
        const { err, exitCode } = await perform(args, { cwd, ...configuredIn({ cwd, env: {} }) })
        expect(err.split('\n').slice(0, 2)).toEqual([
          `bilateral.yaml:${complaint}`,
          '1 error in the configuration; nothing was written to either system',
        ])
        expect(exitCode).toBe(64)
      }
      expect(readFileSync(join(cwd, 'hr.csv'), 'utf8')).toBe(HR)
      expect(rowsOf(cwd)).toEqual(before)
    },
  )

  test('[E9] only columns that are there is no error, and asks no system more than before', async () => {
    const cwd = people(CONFIG)
    const world = { cwd, ...configuredIn({ cwd, env: {} }) }
    const { lines, exitCode } = await perform(['sync', '--first-run'], world)
    expect(exitCode).toBe(0)
    expect(lines.find((line) => line.startsWith('requests'))).toBe(
      'requests  hr 3 (at least 3) · crm 4 (at least 4)',
    )
    expect(readdirSync(cwd)).toContain('hr.csv')
  })
})

describe('a file or table that is not there', () => {
  test.each([
    ['a CSV file', 'hr.csv', 'file: hr.csv', 75],
    ['a database', './crm.db', 'database: ./crm.db', 75],
    ['a table', 'contacts', 'table: contacts', 64],
  ])('[C90] %s ends check as it ends plan', async (_, name, said, exitCode) => {
    const cwd = people(change(CONFIG, said, said.replace(name, 'nowhere.csv')))
    const world = { cwd, ...configuredIn({ cwd, env: {} }) }
    for (const command of ['check', 'plan'])
      expect((await perform([command], world)).exitCode, command).toBe(exitCode)
  })
})
