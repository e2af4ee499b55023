import type { Entity, Pairing } from '../../engine/pairing.ts'
import type { FieldDispute } from '../../core/pair.ts'
import type { Fields, Value } from '../../core/value.ts'
import type { OpenQuestion } from '../inbox/criteria.ts'
import { NO_FIELDS } from '../../core/value.ts'
import { SIDES } from '../../core/side.ts'
import { describeValue } from '../describe/value.ts'
import { linkNumber } from '../../engine/references.ts'
import { pairName } from '../describe/record.ts'
import { parseValue } from './parse-value.ts'

/** Values that answer a question, or why they cannot. */
export type ReadValues =
  { readonly ok: true; readonly fields: Fields } | { readonly ok: false; readonly why: string }

/** A question about fields and where it was asked. */
export interface Asked {
  readonly question: OpenQuestion
  readonly entity: Entity
  readonly pairing: Pairing
}

/**
 * Reads what a person typed as values of the fields in dispute. Both systems have to be able to hold each of them; fields
 * that are decided as one need an answer each.
 */
export async function readValues(
  texts: ReadonlyMap<string, string>,
  asked: Asked,
): Promise<ReadValues> {
  const { question, entity } = asked
  const { disputes } = question.conflict
  const read = new Map<string, Value>()
  for (const [field, text] of texts) {
    const dispute = disputes.find((each) => each.field === field)
    if (dispute === undefined) return { ok: false, why: strange(field, asked) }
    const value = await readValue(text, dispute, asked)
    if (!value.ok) return value
    read.set(field, value.value)
  }
  const lacking = lackingFields(entity, read, disputes)
  if (lacking.length > 0)
    return { ok: false, why: `its fields are decided as one: give ${lacking.join(', ')} as well` }
  return { ok: true, fields: Object.fromEntries(read) }
}

function strange(field: string, { question, entity }: Asked): string {
  const inQuestion = question.conflict.disputes.map((dispute) => dispute.field).join(', ')
  const isKnown = entity.terms.fields.some(({ name }) => name === field)
  const what = isKnown ? `${field} is not in question` : `${entity.name} has no field ${field}`
  return `${what}; in question is ${inQuestion}`
}

type ReadValue =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly why: string }

async function readValue(text: string, dispute: FieldDispute, asked: Asked): Promise<ReadValue> {
  const { a, b, baseA, baseB } = dispute
  const meanings = parseValue(text, [a, b, baseA, baseB])
  let refusal: string | undefined
  for (const value of meanings) {
    const why = await refusalOf(dispute.field, value, asked)
    if (why === undefined) return { ok: true, value }
    refusal ??= `${describeValue(value)} is no ${dispute.field}: ${why}`
  }
  return { ok: false, why: refusal ?? 'it says nothing' }
}

/** Why the two systems cannot both hold a value; nothing if they can. */
async function refusalOf(
  field: string,
  value: Value,
  { entity, pairing }: Asked,
): Promise<string | undefined> {
  const target = entity.terms.fields.find(({ name }) => name === field)?.refersTo
  if (target !== undefined && value !== null) return brokenLink(target, value, pairing)
  for (const side of SIDES) {
    const reason = entity.mapping.write(side, { [field]: value }, NO_FIELDS).refused[field]
    if (reason !== undefined) return `${entity.terms.names[side]} cannot hold it: ${reason}`
  }
  return undefined
}

async function brokenLink(
  target: string,
  value: Value,
  { store }: Pairing,
): Promise<string | undefined> {
  const no = linkNumber(target, value)
  const wish = `it refers to a ${target}, as in ${pairName({ entity: target, no: 12 })}`
  if (no === undefined) return wish
  const [pair] = await store.getPairs(target, [no])
  if (pair === undefined) return `there is no such pair; ${wish}`
  return SIDES.every((side) => pair.ids[side] !== undefined)
    ? undefined
    : 'it has no record on one side yet'
}

/** Fields in dispute that are decided together with an answered one and have no answer. */
function lackingFields(
  { terms }: Entity,
  read: ReadonlyMap<string, Value>,
  disputes: readonly FieldDispute[],
): readonly string[] {
  const open = new Set(disputes.map(({ field }) => field).filter((field) => !read.has(field)))
  return terms.aspects
    .filter(({ fields }) => fields.some((field) => read.has(field)))
    .flatMap(({ fields }) => fields.filter((field) => open.has(field)))
}
