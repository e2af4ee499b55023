import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

import { loadConfig } from '../../src/config/load-config.ts'
import type { LoadOptions } from '../../src/config/load-config.ts'
import type { Config } from '../../src/config/config.ts'

/** A configuration that uses every part of the format and is right in all of them. */
export const EXAMPLE = `# yaml-language-server: $schema=./docs/bilateral.schema.json
version: 1
name: crm-erp
memory: { sqlite: ./memory/crm-erp.db }
systems:
  crm:
    type: rest
    url: https://crm.example.com/api
    auth: { bearer: "\${env:CRM_TOKEN}" }
    headers: { Accept: application/json }
    limits: { rate: 100/10s, concurrency: 8, keepFree: 20% }
    retry: { attempts: 5, patience: PT10M }
    timeouts: { connect: 5s, total: 2m }
    collections:
      accounts:
        id: id
        token: { header: ETag, send: If-Match }
        stamp: { path: updatedAt, granularity: 1s, lateness: 1m, trust: server }
        deleted: { path: archived, value: true }
        readonly: [createdAt]
        list:
          request: GET /accounts
          query: { limit: "\${size}" }
          items: data
          page: { cursor: paging.next, send: query.after, size: 100 }
        changes: { request: GET /accounts, query: { since: "\${from}" }, items: data }
        get: GET /accounts/\${id}
        find: { request: GET /accounts, query: { "\${field}": "\${value}" }, keys: [externalRef] }
        create: { request: POST /accounts, body: "\${set}", idempotency: Idempotency-Key }
        update: { request: "PATCH /accounts/\${id}", body: "\${set}", when: { 409: stale } }
        delete: DELETE /accounts/\${id}
      contacts:
        id: id
        token: etag
        list: { request: GET /contacts, page: { offset: 0, size: 50 } }
        get: GET /contacts/\${id}
        getMany: { request: POST /contacts/read, body: { ids: "\${items}" }, batch: 100 }
  erp:
    type: sql
    database: ./erp.db
    collections:
      customer:
        table: customers
        id: id
        version: row_version
        stamp: { column: changed_at, granularity: 1s, format: sqlite }
      person: { id: person_id, version: { column: version, bump: true }, deletes: false }
entities:
  company:
    crm: accounts
    erp: customer
    extends: two-way
    match:
      - { on: { crm: externalRef, erp: customer_no }, as: lower, then: link }
      - { on: { crm: [email, city], erp: [mail, town] }, then: review }
    unmatched: { crm: create, erp: keep }
    deletes: { crm: propagate, erp: ask }
    matrix: { updated/deleted: keep-updated, deleted/updated: ask, created/created: crm }
    allow: { erp: [create, update] }
    guards: { maxDelete: 2%/20, minRecords: 500 }
    fields:
      name: { crm: name, erp: name1, as: "text(trim, collapse)", owner: both, policy: ask }
      number: { crm: externalRef, erp: customer_no, owner: erp, otherEdits: revert }
      address:
        crm: { street: address.street, city: address.city }
        erp: { street: street, city: town }
        policy: crm
      phone: { crm: phone, erp: phone, group: reach }
      mail: { crm: email, erp: mail, group: reach, empty: same-as-null }
  person:
    crm: contacts
    erp: person
    extends: crm-master
    match: [{ on: { crm: email, erp: mail } }]
    fields:
      mail: { crm: email, erp: mail, as: [trim, lower] }
      company: { crm: accountId, erp: customer_id, as: ref(company), required: true }
    after: [company]
defaults: { policy: ask, otherEdits: ask, deletes: ask, matrix: { created/created: merge } }
guards: { maxUpdate: 30%/200, maxCreate: unlimited }
`

/** The environment in which the example has all that it refers to. */
export const ENV = { CRM_TOKEN: 's3cr3t-value' }

/** A folder that is removed when the test has finished, with files in it. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'bilateral-config-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

/** Loads a text as `bilateral.yaml` of an otherwise empty folder. */
export function load(text: string, options: Partial<LoadOptions> = {}): Config {
  const cwd = folderWith({ 'bilateral.yaml': text })
  return loadConfig({ cwd, env: ENV, ...options })
}

/** Replaces a part of a text, which has to stand in it once. */
export function change(text: string, from: string, to: string): string {
  if (text.split(from).length !== 2) throw new Error(`"${from}" does not stand there once`)
  return text.replace(from, () => to)
}
