import { describe, expect, test } from 'vitest'
import { loadConfig } from '../../src/config/load-config.ts'
import { ConfigError } from '../../src/config/source/complaint.ts'
import { ENV, EXAMPLE, change, folderWith, load } from './example.ts'

/** What is wrong, the part of the example that is replaced and by what, and every complaint as it is shown. */
type Row = readonly [title: string, from: string, to: string, ...complaints: string[]]

// prettier-ignore
const UNKNOWN_KEYS: readonly Row[] = [
  ['at the top', 'version: 1', 'version: 1\nverison: 1', '3:1 verison: unknown key; did you mean "version"?'],
  ['at the top, three at once', 'name: crm-erp', 'nmae: crm-erp\nsides: {}\nentites: {}', '2:1 name: is missing; it is a text', '3:1 nmae: unknown key; did you mean "name"?', '4:1 sides: unknown key; did you mean "systems"?', '5:1 entites: unknown key; did you mean "entities"?'],
  ['at the top, from another tool', 'memory: { sqlite: ./memory/crm-erp.db }', 'state: { sqlite: ./x.db }', '4:1 state: unknown key; did you mean "memory"?'],
  ['of the memory', '{ sqlite: ./memory/crm-erp.db }', '{ sqlite: ./x.db, journal: 30d }', '4:27 memory.journal: unknown key; there are sqlite'],
  ['of a REST system', 'timeouts: { connect: 5s, total: 2m }', 'timeout: 5s', '13:5 systems.crm.timeout: unknown key; did you mean "timeouts"?'],
  ['of limits', 'concurrency: 8', 'concurency: 8', '11:30 systems.crm.limits.concurency: unknown key; did you mean "concurrency"?'],
  ['of timeouts', 'connect: 5s', 'conect: 5s', '13:17 systems.crm.timeouts.conect: unknown key; did you mean "connect"?'],
  ['of a REST collection', 'readonly: [createdAt]', 'readOnly: [createdAt]', '20:9 systems.crm.collections.accounts.readOnly: unknown key; did you mean "readonly"?'],
  ['of a REST collection, from another tool', 'token: { header: ETag, send: If-Match }', 'revision: { header: ETag }', '17:9 systems.crm.collections.accounts.revision: unknown key; did you mean "token"?'],
  ['of a token', '{ header: ETag, send: If-Match }', '{ heder: ETag }', '17:18 systems.crm.collections.accounts.token.heder: unknown key; did you mean "header"?'],
  ['of a stamp', 'lateness: 1m', 'latness: 1m', '18:52 systems.crm.collections.accounts.stamp.latness: unknown key; did you mean "lateness"?'],
  ['of a call', 'items: data\n          page', 'itmes: data\n          page', '24:11 systems.crm.collections.accounts.list.itmes: unknown key; did you mean "items"?'],
  ['of paging', 'send: query.after', 'sned: query.after', '25:40 systems.crm.collections.accounts.list.page.sned: unknown key; did you mean "send"?'],
  ['of paging by offset', '{ offset: 0, size: 50 }', '{ offset: 0, sise: 50 }', '35:60 systems.crm.collections.contacts.list.page.sise: unknown key; did you mean "size"?'],
  ['of a create', 'idempotency: Idempotency-Key', 'idempotencyKey: Idempotency-Key', '29:60 systems.crm.collections.accounts.create.idempotencyKey: unknown key; did you mean "idempotency"?'],
  ['of auth', '{ bearer: "${env:CRM_TOKEN}" }', '{ baerer: "${env:CRM_TOKEN}" }', '9:13 systems.crm.auth.baerer: unknown key; did you mean "bearer"?'],
  ['of a SQL system', 'database: ./erp.db', 'database: ./erp.db\n    databse: ./erp.db', '41:5 systems.erp.databse: unknown key; did you mean "database"?'],
  ['of a SQL system, from another tool', 'database: ./erp.db', 'file: ./erp.db', '38:3 systems.erp.database: is missing; it is a text', '40:5 systems.erp.file: unknown key; did you mean "database"?'],
  ['of a SQL collection', 'table: customers', 'tabel: customers', '43:9 systems.erp.collections.customer.tabel: unknown key; did you mean "table"?'],
  ['of a version', 'bump: true', 'bumb: true', '47:60 systems.erp.collections.person.version.bumb: unknown key; did you mean "bump"?'],
  ['of an entity', 'unmatched: { crm: create, erp: keep }', 'unmatchd: { crm: create, erp: keep }', '56:5 entities.company.unmatchd: unknown key; did you mean "unmatched"?'],
  ['of an entity, from another tool', 'extends: two-way', 'preset: two-way', '52:5 entities.company.preset: unknown key; did you mean "extends"?'],
  ['of an entity, that is no system', 'crm: accounts', 'crm: accounts\n    crn: accounts', '51:5 entities.company.crn: unknown key; did you mean "crm"?'],
  ['of a match rule', 'then: link', 'than: link', '54:66 entities.company.match[0].than: unknown key; did you mean "then"?'],
  ['of a key', 'on: { crm: externalRef, erp: customer_no }', 'on: { crm: externalRef, erb: customer_no }', '54:11 entities.company.match[0].on.erp: is missing; it is a text or a list', '54:35 entities.company.match[0].on.erb: unknown key; did you mean "erp"?'],
  ['of unmatched', '{ crm: create, erp: keep }', '{ crm: create, epr: keep }', '56:31 entities.company.unmatched.epr: unknown key; did you mean "erp"?'],
  ['of deletes', '{ crm: propagate, erp: ask }', '{ crm: propagate, epr: ask }', '57:32 entities.company.deletes.epr: unknown key; did you mean "erp"?'],
  ['of the matrix', 'updated/deleted: keep-updated', 'update/delete: keep-updated', '58:15 entities.company.matrix.update/delete: unknown key; did you mean "updated/deleted"?'],
  ['of allow', 'allow: { erp: [create, update] }', 'allow: { eep: [create, update] }', '59:14 entities.company.allow.eep: unknown key; did you mean "erp"?'],
  ['of guards', 'maxDelete: 2%/20', 'maxDeletes: 2%/20', '60:15 entities.company.guards.maxDeletes: unknown key; did you mean "maxDelete"?'],
  ['of guards, from another tool', 'minRecords: 500', 'minCount: 500', '60:33 entities.company.guards.minCount: unknown key; did you mean "minRecords"?'],
  ['of a field', 'owner: both', 'ownr: both', '62:66 entities.company.fields.name.ownr: unknown key; did you mean "owner"?'],
  ['of a field, from another tool', 'policy: crm', 'conflict: crm', '67:9 entities.company.fields.address.conflict: unknown key; did you mean "policy"?'],
  ['of a field, that is like nothing', 'otherEdits: revert', 'zzzzzz: 1', '63:65 entities.company.fields.number.zzzzzz: unknown key; there are as, empty, owner, otherEdits, policy, group, required, crm, erp'],
  ['of defaults', 'defaults: { policy: ask', 'defaults: { polcy: ask', '79:13 defaults.polcy: unknown key; did you mean "policy"?'],
]

// prettier-ignore
const VALUES: readonly Row[] = [
  ['a version of the future', 'version: 1', 'version: 2', '2:10 version: has to be 1, not 2'],
  ['a version that is text', 'version: 1', 'version: "1"', '2:10 version: has to be 1, not "1"'],
  ['no version', 'version: 1\n', '', '2:1 version: is missing; it is 1'],
  ['a name with a slash', 'name: crm-erp', 'name: crm/erp', '3:7 name: a pairing is called by at most 64 letters, digits, - and _, and begins with a letter'],
  ['no name', 'name: crm-erp\n', '', '2:1 name: is missing; it is a text'],
  ['a name without value', 'name: crm-erp', 'name:', '3:6 name: has no value; it is a text'],
  ['a list instead of the memory', '{ sqlite: ./memory/crm-erp.db }', '[./x.db]', '4:9 memory: has to be a map (key: value), not a list'],
  ['a system without type', 'type: sql', '', '38:3 systems.erp.type: is missing; it is one of rest, sql, files'],
  ['a system of an unknown type', 'type: sql', 'type: sqll', '39:11 systems.erp.type: "sqll" is none of rest, sql, files; did you mean "sql"?'],
  ['a system of a type that is like none', 'type: sql', 'type: mainframe', '39:11 systems.erp.type: "mainframe" is none of rest, sql, files'],
  ['an address without scheme', 'url: https://crm.example.com/api', 'url: crm.example.com', '8:10 systems.crm.url: has to be an address that begins with https://'],
  ['an address of another scheme', 'url: https://crm.example.com/api', 'url: ftp://crm.example.com', '8:10 systems.crm.url: has to be an address that begins with https://'],
  ['no address', 'url: https://crm.example.com/api', '', '6:3 systems.crm.url: is missing; it is an address that begins with https://'],
  ['two kinds of auth', '{ bearer: "${env:CRM_TOKEN}" }', '{ bearer: "${env:CRM_TOKEN}", basic: { user: me, password: "${env:CRM_TOKEN}" } }', '9:11 systems.crm.auth: needs one of bearer, basic and oauth2, or headers; headers may stand beside each'],
  ['auth without proof', '{ bearer: "${env:CRM_TOKEN}" }', '{}', '9:11 systems.crm.auth: needs one of bearer, basic and oauth2, or headers; headers may stand beside each'],
  ['an address without scheme, that holds a password', 'url: https://crm.example.com/api', 'url: "me:canary@crm.example.com"', '8:10 systems.crm.url: has to be an address that begins with https://'],
  ['a proof without value', '{ bearer: "${env:CRM_TOKEN}" }', '{ bearer: }', '9:21 systems.crm.auth.bearer: has no value; it is a reference such as "${env:NAME}"'],
  ['a rate without span', 'rate: 100/10s', 'rate: 100', '11:21 systems.crm.limits.rate: has to be a rate such as 100/10s, not 100'],
  ['a rate in words', 'rate: 100/10s', 'rate: 100 per second', '11:21 systems.crm.limits.rate: "100 per second" is not a rate; write 100/10s'],
  ['a share beyond the whole', 'keepFree: 20%', 'keepFree: 120%', '11:56 systems.crm.limits.keepFree: "120%" is not a share; write 20%'],
  ['a share that is a large number', 'keepFree: 20%', 'keepFree: 20', '11:56 systems.crm.limits.keepFree: 20 is too large; the most is 1'],
  ['a count that is not whole', 'concurrency: 8', 'concurrency: 1.5', '11:43 systems.crm.limits.concurrency: has to be a whole number, not 1.5'],
  ['a count of none', 'concurrency: 8', 'concurrency: 0', '11:43 systems.crm.limits.concurrency: 0 is too small; the least is 1'],
  ['a duration without unit', 'connect: 5s', 'connect: 5', '13:26 systems.crm.timeouts.connect: has to be a duration such as 500ms, 2m or PT1S, not 5'],
  ['a duration in words', 'connect: 5s', 'connect: 5 seconds', '13:26 systems.crm.timeouts.connect: "5 seconds" is not a duration of at most a year; write 500ms, 1s, 2m, 1h or PT1S'],
  ['a request without method', 'get: GET /accounts/${id}', 'get: /accounts/${id}', '27:14 systems.crm.collections.accounts.get: a request is a method and a path, such as GET /accounts/${id}'],
  ['a request that is a number', 'get: GET /accounts/${id}', 'get: 5', '27:14 systems.crm.collections.accounts.get: has to be a text or a map (key: value), not 5'],
  ['a status that is a word', '{ 409: stale }', '{ conflict: stale }', '30:77 systems.crm.collections.accounts.update.when.conflict: a status has three digits, such as 409'],
  ['an unknown meaning', '{ 409: stale }', '{ 409: stael }', '30:82 systems.crm.collections.accounts.update.when.409: "stael" is none of written, later, unknown, stale, absent, exists, ambiguous, invalid, forbidden, unsupported, not-found, gone, hidden, cursor-expired; did you mean "stale"?'],
  ['paging without a kind', '{ cursor: paging.next, send: query.after, size: 100 }', '{ size: 100 }', '25:17 systems.crm.collections.accounts.list.page: needs exactly one of cursor, next, link, number, offset, keyset'],
  ['paging of two kinds', '{ offset: 0, size: 50 }', '{ offset: 0, number: 1 }', '35:47 systems.crm.collections.contacts.list.page: needs exactly one of cursor, next, link, number, offset, keyset'],
  ['a stamp without granularity', 'granularity: 1s, lateness: 1m', 'lateness: 1m', '18:9 systems.crm.collections.accounts.stamp.granularity: is missing; it is a duration such as 500ms, 2m or PT1S'],
  ['a collection without list', 'list: { request: GET /contacts, page: { offset: 0, size: 50 } }', '', '32:7 systems.crm.collections.contacts.list: is missing; it is a text or a map (key: value)'],
  ['collections that are a list', '    collections:\n      customer:\n        table: customers\n        id: id\n        version: row_version\n        stamp: { column: changed_at, granularity: 1s, format: sqlite }\n      person: { id: person_id, version: { column: version, bump: true }, deletes: false }', '    collections: []', '41:18 systems.erp.collections: has to be a map (key: value), not a list'],
  ['an entity without a collection', '    erp: customer\n', '', '49:3 entities.company.erp: is missing; it is a text'],
  ['an unknown preset', 'extends: two-way', 'extends: two-ways', '52:14 entities.company.extends: "two-ways" is none of two-way, a-master, b-master, mirror, contribute, crm-master, erp-master; did you mean "two-way"?'],
  ['a master that is no system', 'extends: crm-master', 'extends: sap-master', '73:14 entities.person.extends: "sap-master" is none of two-way, a-master, b-master, mirror, contribute, crm-master, erp-master; did you mean "a-master"?'],
  ['no match rules', '    match: [{ on: { crm: email, erp: mail } }]\n', '', '70:3 entities.person.match: is missing; it is a list of the keys that prove two records to be one'],
  ['a key of one side', 'on: { crm: externalRef, erp: customer_no }', 'on: { crm: externalRef }', '54:11 entities.company.match[0].on.erp: is missing; it is a text or a list'],
  ['an unknown consequence of a match', 'then: link', 'then: merge', '54:72 entities.company.match[0].then: "merge" is none of link, review'],
  ['an unknown answer for new records', 'crm: create', 'crm: creat', '56:23 entities.company.unmatched.crm: "creat" is none of create, keep, ask, remove; did you mean "create"?'],
  ['an unknown answer for deletions', '{ crm: propagate, erp: ask }', '{ crm: propogate, erp: ask }', '57:21 entities.company.deletes.crm: "propogate" is none of propagate, restore, keep, ask; did you mean "propagate"?'],
  ['one unknown answer for both sides', '{ crm: propagate, erp: ask }', 'propogate', '57:14 entities.company.deletes: "propogate" is none of propagate, restore, keep, ask; did you mean "propagate"?'],
  ['an unknown answer of a policy cell', 'deleted/updated: ask', 'deleted/updated: newest', '58:63 entities.company.matrix.deleted/updated: "newest" is none of keep-updated, keep-deleted, ask'],
  ['an unknown write', '[create, update]', '[create, upsert]', '59:28 entities.company.allow.erp[1]: "upsert" is none of create, update, delete'],
  ['a write without list', '[create, update]', 'create', '59:19 entities.company.allow.erp: has to be a list, not "create"'],
  ['a limit in words', 'maxDelete: 2%/20', 'maxDelete: few', '60:26 entities.company.guards.maxDelete: "few" is not a limit; write 2%/20 (above 2 % and above 20), 2%, 20 or unlimited'],
  ['a limit without number', 'maxDelete: 2%/20', 'maxDelete: "%"', '60:26 entities.company.guards.maxDelete: "%" is not a limit; write 2%/20 (above 2 % and above 20), 2%, 20 or unlimited'],
  ['a limit below nothing', 'minRecords: 500', 'minRecords: -1', '60:45 entities.company.guards.minRecords: -1 is too small; the least is 0'],
  ['an owner that is no system', 'owner: both', 'owner: sap', '62:73 entities.company.fields.name.owner: "sap" is none of crm, erp, both'],
  ['an owner that is nearly one', 'owner: erp', 'owner: epr', '63:60 entities.company.fields.number.owner: "epr" is none of crm, erp, both; did you mean "erp"?'],
  ['an unknown policy', 'policy: crm', 'policy: latest', '67:17 entities.company.fields.address.policy: "latest" is none of crm, erp, ask, newest, union, max, min'],
  ['a policy that is a list', 'policy: crm', 'policy: [crm]', '67:17 entities.company.fields.address.policy: has to be one of crm, erp, ask, newest, union, max, min, not a list'],
  ['an unknown answer to other edits', 'otherEdits: revert', 'otherEdits: revrt', '63:77 entities.company.fields.number.otherEdits: "revrt" is none of revert, keep, ask; did you mean "revert"?'],
  ['required that is text', 'required: true', 'required: "yes"', '77:80 entities.person.fields.company.required: has to be true or false, not "yes"'],
  ['required in the words of YAML 1.1', 'required: true', 'required: yes', '77:80 entities.person.fields.company.required: has to be true or false, not "yes"'],
  ['a field without a side', '{ crm: externalRef, erp: customer_no, owner: erp, otherEdits: revert }', '{ crm: externalRef, owner: erp }', '63:7 entities.company.fields.number.erp: is missing; it is a text or a map (key: value)'],
  ['a field that is a path', '{ crm: externalRef, erp: customer_no, owner: erp, otherEdits: revert }', 'externalRef', '63:15 entities.company.fields.number: has to be a map (key: value), not "externalRef"'],
  ['a path that is a number', 'erp: customer_no, owner', 'erp: 5, owner', '63:40 entities.company.fields.number.erp: has to be a text or a map (key: value), not 5'],
  ['an empty path', 'erp: customer_no, owner', 'erp: "", owner', '63:40 entities.company.fields.number.erp: a path cannot be empty'],
  ['fields that are a list', '      mail: { crm: email, erp: mail, as: [trim, lower] }\n      company: { crm: accountId, erp: customer_id, as: ref(company), required: true }', '      - crm: email', '76:7 entities.person.fields: has to be a map (key: value), not a list'],
  ['a field that every object answers to', '      phone:', '      toString:', '68:7 entities.company.fields.toString: a field cannot be called so: every object answers to this name'],
  ['a field with an odd name', '      phone:', '      "phone number":', '68:7 entities.company.fields["phone number"]: a field is called by at most 64 letters, digits, - and _, and begins with a letter'],
  ['an entity with an odd name', '  person:\n    crm', '  per.son:\n    crm', '70:3 entities["per.son"]: an entity is called by at most 64 letters, digits, - and _, and begins with a letter'],
]

// prettier-ignore
const SYSTEMS: readonly Row[] = [
  ['one system', '  erp:\n    type: sql\n    database: ./erp.db\n    collections:\n      customer:\n        table: customers\n        id: id\n        version: row_version\n        stamp: { column: changed_at, granularity: 1s, format: sqlite }\n      person: { id: person_id, version: { column: version, bump: true }, deletes: false }\n', '', '5:1 systems: holds one system; a file keeps exactly two in agreement'],
  ['three systems', 'entities:\n  company', '  sap: { type: sql, database: ./sap.db, collections: {} }\nentities:\n  company', '5:1 systems: holds 3 systems; a file keeps exactly two in agreement'],
  ['a system with a word of policies as its name', '  erp:\n    type', '  newest:\n    type', '38:3 systems.newest: no system can be called "newest": the word means something else'],
  ['a system called after a key', '  erp:\n    type', '  fields:\n    type', '38:3 systems.fields: no system can be called "fields": the word means something else'],
  ['a system with an odd name', '  erp:\n    type', '  "e r p":\n    type', '38:3 systems["e r p"]: a system is called by at most 64 letters, digits, - and _, and begins with a letter'],
]

// prettier-ignore
const NAMES: readonly Row[] = [
  ['an unknown collection', 'crm: accounts', 'crm: acounts', '50:10 entities.company.crm: crm declares no collection "acounts"; did you mean "accounts"?'],
  ['a collection like none', 'erp: customer\n', 'erp: zzzzz\n', '51:10 entities.company.erp: erp declares no collection "zzzzz"; there are customer, person'],
  ['a reference to an unknown entity', 'ref(company)', 'ref(compny)', '77:56 entities.person.fields.company.as: there is no entity "compny"; did you mean "company"?'],
  ['an unknown entity to come first', 'after: [company]', 'after: [compnay]', '78:13 entities.person.after[0]: there is no entity "compnay"; did you mean "company"?'],
  ['an entity after itself', 'after: [company]', 'after: [person]', '78:12 entities.person.after: person comes after person, so that none of them can begin'],
  ['entities after each other', '    extends: two-way', '    extends: two-way\n    after: [person]', '53:12 entities.company.after: company comes after person comes after company, so that none of them can begin'],
  ['two entities over the same collections', '    crm: contacts\n    erp: person', '    crm: accounts\n    erp: customer', '70:3 entities.person: maps the same two collections as company; put all fields into one entity'],
]

// prettier-ignore
const MAPPING: readonly Row[] = [
  ['an unknown lens', '"text(trim, collapse)"', '"txt(trim)"', '62:42 entities.company.fields.name.as: there is no lens "txt"; did you mean text(trim, max=100)?'],
  ['an unknown argument of a lens', '"text(trim, collapse)"', '"text(trin)"', '62:42 entities.company.fields.name.as: text does not understand "trin": it takes trim, collapse, lower, upper, nfc, ignore-case, max (a whole number from 1 to 1000000); did you mean trim?'],
  ['a lens that was not closed', '"text(trim, collapse)"', '"text(trim"', '62:42 entities.company.fields.name.as: "text(trim" is half a step; within [ ] a step with a comma needs quotes'],
  ['a lens that is not offered', '"text(trim, collapse)"', 'truncate', '62:42 entities.company.fields.name.as: there is no truncate: a cut text differs from the other side on every run; max refuses what does not fit; did you mean { max: 100 }?'],
  ['an unknown lens in a list', '[trim, lower]', '[trim, lowr]', '76:49 entities.person.fields.mail.as[1]: there is no lens "lowr"; did you mean lower?'],
  ['an unknown lens of a match', 'as: lower', 'as: lowre', '54:59 entities.company.match[0].as: there is no lens "lowre"; did you mean lower?'],
  ['a chain that cannot work', '[trim, lower]', '[bool, lower]', '76:42 entities.person.fields.mail.as: text(lower) reads a text, but bool(true, false) before it gives a boolean'],
  ['a path that cannot be read', 'erp: customer_no, owner', 'erp: "customer..no", owner', '63:40 entities.company.fields.number.erp: the path "customer..no" cannot be read from character 9 on; did you mean customer.no?'],
  ['a path to the machinery of objects', 'erp: customer_no, owner', 'erp: a.__proto__.b, owner', '63:40 entities.company.fields.number.erp: the path "a.__proto__.b" uses a name that is reserved and never holds data'],
  ['a path of a match that cannot be read', 'on: { crm: externalRef, erp: customer_no }', 'on: { crm: "external]Ref", erp: customer_no }', '54:22 entities.company.match[0].on.crm: the path "external]Ref" cannot be read from character 9 on'],
  ['a reference within a chain', 'as: ref(company)', 'as: [trim, ref(company)]', '77:63 entities.person.fields.company.as[1]: there is no ref: a reference stands alone, with one path on each side; did you mean ref(company)?'],
  ['a reference that is a group', '{ crm: accountId, erp: customer_id, as: ref(company), required: true }', '{ crm: { x: accountId }, erp: { x: customer_id }, as: ref(company) }', '77:70 entities.person.fields.company.as: a group cannot be a reference; give each member a field of its own'],
  ['a group against a path', '        erp: { street: street, city: town }', '        erp: address', '65:9 entities.company.fields.address: erp has one path where the other has a group of them'],
  ['groups of different members', '        erp: { street: street, city: town }', '        erp: { street: street }', '65:9 entities.company.fields.address: erp has no path for city, which crm has'],
  ['keys of different length', 'erp: [mail, town]', 'erp: [mail]', '55:15 entities.company.match[1].on: crm has 2 parts and erp 1'],
  ['a place that two fields write', 'phone: { crm: phone', 'phone: { crm: name', '68:21 entities.company.fields.phone.crm: the field name stands at this place of crm already'],
  ['a place within another', 'phone: { crm: phone', 'phone: { crm: address', '68:21 entities.company.fields.phone.crm: the field address stands at this place of crm already'],
]

// prettier-ignore
const ANSWERS: readonly Row[] = [
  ['a policy for a field with an owner', 'owner: erp, otherEdits: revert', 'owner: erp, policy: erp', '63:73 entities.company.fields.number.policy: has no effect: erp owns the field, by entities.company.fields.number.owner (line 63)'],
  ['a policy for a field that the preset gives an owner', 'as: [trim, lower] }', 'as: [trim, lower], policy: erp }', '76:65 entities.person.fields.mail.policy: has no effect: crm owns the field, by entities.person.extends: crm-master (line 73)'],
  ['other edits of a field without owner', 'policy: crm', 'otherEdits: keep', '67:21 entities.company.fields.address.otherEdits: has no effect: both systems own the field'],
  ['fields of one group with different owners', 'phone: { crm: phone, erp: phone', 'phone: { crm: phone, erp: phone, owner: crm', '69:7 entities.company.fields.mail.owner: differs from phone, and the group reach is decided as one'],
]

/** Every complaint about a text as it is shown, after the name of the file. */
function complaintsAbout(text: string): readonly string[] {
  try {
    load(text)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    expect([error.exitCode, error.code, error.retryable]).toEqual([64, 'CONFIG_INVALID', false])
    const lines = error.message.split('\n').slice(0, -1)
    expect(lines.filter((line) => !line.startsWith('bilateral.yaml:'))).toEqual([])
    return lines.map((line) => line.slice('bilateral.yaml:'.length))
  }
}

test('[C2] the example itself has no complaint', () => {
  expect(complaintsAbout(EXAMPLE)).toEqual([])
})

describe('[C4] an unknown key is an error that names the likely one', () => {
  test.each(UNKNOWN_KEYS)('%s', (_, from, to, ...complaints) => {
    expect(complaintsAbout(change(EXAMPLE, from, to))).toEqual(complaints)
  })
})

describe('[C2] a value that cannot stand where it does is told with its place and reason', () => {
  test.each(VALUES)('%s', (_, from, to, ...complaints) => {
    expect(complaintsAbout(change(EXAMPLE, from, to))).toEqual(complaints)
  })
})

describe('[C5] a file keeps exactly two systems in agreement, whose names mean nothing else', () => {
  test.each(SYSTEMS)('%s', (_, from, to, ...complaints) => {
    expect(complaintsAbout(change(EXAMPLE, from, to))).toEqual(complaints)
  })
})

describe('[C14] a name stands for what the file declares', () => {
  test.each(NAMES)('%s', (_, from, to, ...complaints) => {
    expect(complaintsAbout(change(EXAMPLE, from, to))).toEqual(complaints)
  })
})

describe('[C15] a mapping that cannot work is refused', () => {
  test.each(MAPPING)('%s', (_, from, to, ...complaints) => {
    expect(complaintsAbout(change(EXAMPLE, from, to))).toEqual(complaints)
  })
})

describe('[C16] an answer that nobody will ask for is refused', () => {
  test.each(ANSWERS)('%s', (_, from, to, ...complaints) => {
    expect(complaintsAbout(change(EXAMPLE, from, to))).toEqual(complaints)
  })
})

describe('[C2] everything is told at once', () => {
  const errorOf = (text: string, env: Readonly<Record<string, string>> = ENV): ConfigError => {
    try {
      load(text, { env })
    } catch (error) {
      if (error instanceof ConfigError) return error
      throw error
    }
    throw new Error('nothing was refused')
  }

  test('faults of every kind are told in the order of the file', () => {
    const text = [
      ['extends: two-way', 'extnds: two-way'],
      ['bearer: "${env:CRM_TOKEN}"', 'bearer: canary'],
      ['version: 1', 'version: 9'],
      ['maxUpdate: 30%/200', 'maxUpdate: some'],
    ].reduce((changed, [from = '', to = '']) => change(changed, from, to), EXAMPLE)
    const error = errorOf(text)
    expect(error.complaints.map(({ line }) => line)).toEqual([2, 9, 52, 80])
    expect(error.code).toBe('CONFIG_INVALID')
    expect(error.message).toMatch(
      /\n4 errors in the configuration; nothing was contacted and nothing was written$/,
    )
    expect(error.message).not.toContain('canary')
    expect(error.next).toBe('bilateral check')
  })

  test('faults that need several parts of the file are told at once as well', () => {
    const text = [
      ['after: [company]', 'after: [compnay]'],
      ['"text(trim, collapse)"', 'tirm'],
      ['crm: accounts', 'crm: acounts'],
      ['owner: erp, otherEdits: revert', 'owner: erp, policy: erp'],
    ].reduce((changed, [from = '', to = '']) => change(changed, from, to), EXAMPLE)
    expect(errorOf(text).complaints.map(({ line }) => line)).toEqual([50, 62, 63, 78])
  })

  test('when secrets are all that is wrong, the error says so', () => {
    expect(errorOf(EXAMPLE, {}).code).toBe('CONFIG_SECRET')
    expect(errorOf(EXAMPLE, {}).exitCode).toBe(64)
  })

  test('a value that looks like a secret is not shown, wherever it stands', () => {
    const { message } = errorOf(change(EXAMPLE, 'crm: accounts', 'crm: ghp_0123456789abcdef0123'))
    expect(message).toContain('a secret stands in the file')
    expect(message).toContain('crm declares no collection ***')
    expect(message).not.toContain('ghp_')
  })

  test('without two good names for the systems, the rest is looked at all the same', () => {
    const text = change(
      change(EXAMPLE, 'extends: two-way', 'extends: two-wayz'),
      '  erp:\n    type',
      '  newest:\n    type',
    )
    expect(errorOf(text).complaints.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '38 no system can be called "newest": the word means something else',
      '52 there is no preset "two-wayz"',
    ])
  })

  test('of what stands for nothing, nothing else is said', () => {
    const text = change(EXAMPLE, 'https://crm.example.com/api', '${env:NOBODY}')
    expect(errorOf(text).complaints.map(({ reason }) => reason)).toEqual([
      'the environment variable NOBODY is not set',
    ])
  })

  test('a hundred complaints are shown, and the rest is counted', () => {
    const keys = Array.from({ length: 103 }, (_, at) => `zzzz${at}: 1\n`).join('')
    const error = errorOf(EXAMPLE + keys)
    expect(error.complaints).toHaveLength(103)
    expect(error.message).toMatch(/\nand 3 more\n103 errors in the configuration/)
  })

  test.each([
    ['nothing', ''],
    ['a comment', '# to do\n'],
    ['a text', 'hello'],
    ['a list', '[]'],
    ['a number', '5'],
  ])('a file that holds %s is refused', (_, text) => {
    expect(complaintsAbout(text)).toEqual([expect.stringMatching(/^1:1 (has to be|has no value)/)])
  })

  test('a file outside of the working directory is called by its full name', () => {
    const path = folderWith({ 'bilateral.yaml': 'version: 9' })
    const cwd = folderWith({})
    expect(() => loadConfig({ path, cwd, env: ENV })).toThrow(`${path}/bilateral.yaml:1:10 version`)
  })
})
