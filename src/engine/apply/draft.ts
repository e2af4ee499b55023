import type { Draft } from '../../mapping/entity/entity-mapping.ts'
import type { Fields, Value } from '../../core/value.ts'
import type { Found, NativeRecord } from '../../adapters/adapter.ts'
import type { Entity } from '../pairing.ts'
import type { Operation } from '../../core/operation.ts'
import type { References } from '../references.ts'
import type { BySide, Side } from '../../core/side.ts'
import { bySide } from '../../core/side.ts'
import { NO_FIELDS } from '../../core/value.ts'

/** A write in the target's own terms, or why it cannot be made now. */
export type Drafted =
  | {
      readonly kind: 'drafted'
      /** Narrowed to the fields that could be expressed. */
      readonly operation: Operation
      readonly body: Value
      readonly record?: Fields | undefined
      /** A field was left out because the record it refers to is not linked yet. */
      readonly lacking?: boolean | undefined
    }
  | { readonly kind: 'moved'; readonly why: string }
  | { readonly kind: 'waits'; readonly why: string; readonly lacking?: boolean | undefined }

/** What drafting needs besides the operation. */
export interface DraftContext {
  readonly entity: Entity
  readonly references: References
  /** Reads one record freshly. */
  readonly read: (side: Side, id: string) => Promise<Found>
}

/**
 * Builds the native change of one operation. The target is read freshly where its present content is needed: before a
 * delete (the journal keeps what it destroys, W1), for systems that take whole records only, and for values that sit
 * among others the mapping does not know. A target that moved meanwhile is not written.
 */
export async function draftOf(operation: Operation, context: DraftContext): Promise<Drafted> {
  if (operation.verb === 'delete') return draftDelete(operation, context)
  const { entity, references } = context
  const resolved = await references.toNative(entity, operation.side, operation.set)
  const lacking = requiredAmong(entity, resolved.missing)
  if (operation.verb === 'create' && lacking !== undefined)
    return {
      kind: 'waits',
      why: `${lacking} refers to a record that is not linked yet`,
      lacking: true,
    }
  if (operation.verb === 'create') {
    const made = entity.mapping.create(operation.side, resolved.fields)
    const whole = withNothingElse(operation, entity)
    return drafted(whole, made, { missing: resolved.missing })
  }
  const isWhole = entity.collections[operation.side].can.update.style === 'replace'
  const blind = entity.mapping.write(operation.side, resolved.fields, undefined)
  if (!isWhole && Object.keys(blind.refused).length === 0)
    return drafted(operation, blind, { missing: resolved.missing })
  const old = await readTarget(operation, context)
  if (old === undefined) return { kind: 'moved', why: 'the target moved before it was written' }
  const informed = entity.mapping.write(operation.side, resolved.fields, old.fields)
  const whole = isWhole ? entity.mapping.merge(old.fields, informed) : undefined
  return drafted(operation, informed, { missing: resolved.missing, whole })
}

/**
 * What a create does not carry, its target has nothing of: such a field is one that only the source changed, as soon as
 * its value can be read or written.
 */
function withNothingElse(operation: Operation, entity: Entity): Operation {
  const { side, agreed } = operation
  const nothing = Object.fromEntries(entity.terms.fields.map(({ name }) => [name, null]))
  return { ...operation, agreed: { ...agreed, [side]: { ...nothing, ...agreed[side] } } }
}

function requiredAmong(entity: Entity, names: readonly string[]): string | undefined {
  return entity.terms.fields.find(({ name, required }) => required === true && names.includes(name))
    ?.name
}

async function draftDelete(operation: Operation, context: DraftContext): Promise<Drafted> {
  const old = await readTarget(operation, context)
  return old === undefined
    ? { kind: 'moved', why: 'the target moved before it was deleted' }
    : { kind: 'drafted', operation, body: NO_FIELDS, record: old.fields }
}

/** The target as it is now; `undefined` when it is not the version that the decision saw. */
async function readTarget(
  { side, id = '', condition }: Operation,
  { read }: DraftContext,
): Promise<NativeRecord | undefined> {
  const found = await read(side, id)
  if (found.kind !== 'found') return undefined
  const isGuarded = condition.kind === 'token' || condition.kind === 'stamp'
  return isGuarded && found.record.token !== condition.token ? undefined : found.record
}

interface Shortfall {
  readonly missing: readonly string[]
  readonly whole?: Fields | undefined
}

/** Leaves out fields that could not be expressed: they wait, the others go (M3). */
function drafted(operation: Operation, draft: Draft, { missing, whole }: Shortfall): Drafted {
  const lost = new Set([...missing, ...Object.keys(draft.refused)])
  const set = without(operation.set, lost)
  if (operation.verb === 'update' && Object.keys(set).length === 0) {
    const [[field, why] = [missing.join(', '), 'the record it refers to is not linked yet']] =
      Object.entries(draft.refused)
    return { kind: 'waits', why: `${field}: ${why}`, lacking: missing.length > 0 }
  }
  return {
    kind: 'drafted',
    operation:
      lost.size === 0 ? operation : { ...operation, set, agreed: agreedOn(operation, lost) },
    body: whole ?? draft.set,
    lacking: missing.length > 0,
  }
}

/** Fields that were left out agree on neither side; but of a record that is new, nobody wrote them. */
function agreedOn(
  { side, verb, set, agreed }: Operation,
  lost: ReadonlySet<string>,
): BySide<Fields> {
  const unwritten = new Set([...lost].filter((field) => Object.hasOwn(set, field)))
  const left = bySide((each) => without(agreed[each], unwritten))
  if (verb !== 'create') return left
  const nothing = Object.fromEntries([...unwritten].map((field) => [field, null]))
  return { ...left, [side]: { ...left[side], ...nothing } }
}

function without(fields: Fields, names: ReadonlySet<string>): Fields {
  if (names.size === 0) return fields
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !names.has(name)))
}
