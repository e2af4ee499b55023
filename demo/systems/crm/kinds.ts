import {
  amount,
  day,
  email,
  flag,
  group,
  list,
  oneOf,
  optional,
  patchMembers,
  phone,
  prose,
  shaped,
  text,
  whole,
} from './field-rules.ts'
import type { FieldRule, JsonObject } from './field-rules.ts'
import { invalid } from './refusal.ts'

/** One kind of record the CRM keeps: its path, its attributes, and what a new one starts with. */
export interface Kind {
  readonly path: 'accounts' | 'contacts'
  readonly idPrefix: string
  readonly attributes: Readonly<Record<string, FieldRule>>
  /** What a new record has where the client says nothing; an attribute that is absent here must be sent. */
  readonly blank: JsonObject
}

export const ACCOUNT_STATUSES = ['prospect', 'active', 'on_hold', 'former'] as const
export const LANGUAGES = ['de', 'en', 'fr', 'pl', 'other'] as const
const READ_ONLY = ['id', 'version', 'createdAt', 'updatedAt']

const externalRef = optional(shaped(/^[\w.:/-]{1,80}$/u, 'K-100234'))
const privateAttributes = { notes: optional(prose), score: optional(whole(0, 100)) }
const privateBlank = { notes: null, score: null }

/** Companies. */
export const accounts: Kind = {
  path: 'accounts',
  idPrefix: 'acc_',
  attributes: {
    externalRef,
    name: text(120),
    vatId: optional(shaped(/^[A-Z]{2}[0-9A-Z]{2,14}$/u, 'DE123456789')),
    status: oneOf(ACCOUNT_STATUSES),
    email: optional(email),
    phones: list(phone(['office', 'mobile', 'fax'])),
    address: group({
      street: optional(text(120)),
      zip: optional(text(20)),
      city: optional(text(80)),
      country: optional(shaped(/^[A-Z]{2}$/u, 'DE')),
    }),
    segments: list(shaped(/^[A-Z0-9-]{1,20}$/u, 'EXPORT')),
    creditLimit: optional(amount),
    billingBlocked: flag,
    owner: optional(text(80)),
    ...privateAttributes,
  },
  blank: {
    externalRef: null,
    vatId: null,
    status: 'prospect',
    email: null,
    phones: [],
    address: { street: null, zip: null, city: null, country: null },
    segments: [],
    creditLimit: null,
    billingBlocked: false,
    owner: null,
    ...privateBlank,
  },
}

/** People; each works for one account. */
export const contacts: Kind = {
  path: 'contacts',
  idPrefix: 'con_',
  attributes: {
    externalRef,
    accountId: text(40),
    firstName: optional(text(80)),
    lastName: text(80),
    email: optional(email),
    phones: list(phone(['work', 'mobile', 'private'])),
    birthday: optional(day),
    language: oneOf(LANGUAGES),
    jobTitle: optional(text(80)),
    active: flag,
    ...privateAttributes,
  },
  blank: {
    externalRef: null,
    firstName: null,
    email: null,
    phones: [],
    birthday: null,
    language: 'other',
    jobTitle: null,
    active: true,
    ...privateBlank,
  },
}

/** The attributes of a new record; throws a `Refusal` when one is wrong or missing. */
export function createAttributes(kind: Kind, sent: unknown): JsonObject {
  const attributes = patchAttributes(kind, kind.blank, sent)
  for (const name of Object.keys(kind.attributes)) {
    if (attributes[name] === undefined) throw invalid(name, 'is required', 'required')
  }
  return attributes
}

/** The attributes after a merge patch; checks only what was sent, so that old values may stay. */
export function patchAttributes(kind: Kind, current: JsonObject, sent: unknown): JsonObject {
  if (typeof sent === 'object' && sent !== null) {
    const name = READ_ONLY.find((candidate) => Object.hasOwn(sent, candidate))
    if (name !== undefined) throw invalid(name, 'is set by the service', 'read_only')
  }
  return patchMembers(kind.attributes, { value: sent, current, path: '' })
}
