import type { Profile } from './item.ts'

const CREATES = {
  ids: `{ request: 'PUT /items/\${id}', body: '\${set}', ifAbsent: true }`,
  keys: `{ request: POST /items, body: '\${set}', idempotency: Idempotency-Key, replayed: Idempotency-Replayed }`,
} as const

const TABLES = { ids: 'clientId: true', keys: 'externalKey: ref' } as const

/** The configuration of the two systems, as a user would write it. */
export function configText(url: string, profile: Profile): string {
  return `version: 1
name: crm-erp
memory: { sqlite: ./memory.db }
systems:
  crm:
    type: rest
    url: ${url}
    tenant: crm
    limits: { concurrency: 4 }
    retry: { attempts: 1 }
    collections:
      items:
        id: id
        token: { path: version, header: ETag, as: '"v\${token}"' }
        readonly: [id, version]
        list: { request: GET /items, items: items, total: total }
        get: { request: 'GET /items/\${id}' }
        create: ${CREATES[profile]}
        update: { request: 'PATCH /items/\${id}', body: '\${set}' }
        delete: { request: 'DELETE /items/\${id}' }
  erp:
    type: sql
    database: ./erp.db
    tenant: erp
    pinFile: false
    collections:
      item: { id: id, version: { column: row_version }, ${TABLES[profile]} }
entities:
  item:
    crm: items
    erp: item
    match: [{ on: { crm: name, erp: name } }]
    guards: { maxDelete: unlimited, maxUpdate: unlimited, maxCreate: unlimited }
    fields:
      name: { crm: name, erp: name }
      city: { crm: city, erp: city }
      phone: { crm: phone, erp: phone }
`
}
