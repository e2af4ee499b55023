import type { BySide } from '../../core/side.ts'
import type { FieldFinding } from './entity/find-fields.ts'
import type { KeyChoice } from './key/choose-keys.ts'
import type { PairedTables } from './entity/pair-tables.ts'
import type { ReferenceFinding } from './entity/find-references.ts'
import type { Sample } from './sample.ts'
import { fieldNames } from './name/field-names.ts'
import { identityOf } from './name/identity.ts'
import { entityNames } from './name/entity-names.ts'
import { findFields } from './entity/find-fields.ts'
import { findReferences } from './entity/find-references.ts'
import { pairTables } from './entity/pair-tables.ts'
import { tableOf } from './column.ts'

/** A field with the name it is proposed under. */
export interface FieldProposal extends FieldFinding {
  readonly name: string
  /** It tells which records are one and is given by a system: to synchronise it is for the user to decide. */
  readonly isKey: boolean
}

/** A reference with the name it is proposed under. */
export interface ReferenceProposal extends ReferenceFinding {
  readonly name: string
  readonly entity: string
}

/** One collection of each system that hold the same kind of records, with everything that was measured. */
export interface EntityProposal {
  readonly name: string
  readonly collections: BySide<string>
  /** False when nothing but the names of the collections speaks for it. */
  readonly sure: boolean
  /** Records looked at. */
  readonly records: BySide<number>
  /** Pairs of records that the keys find. */
  readonly pairs: number
  readonly keys: KeyChoice
  readonly references: readonly ReferenceProposal[]
  readonly fields: readonly FieldProposal[]
}

/** What was found out about two systems. */
export interface Proposal {
  readonly entities: readonly EntityProposal[]
  /** Collections that have no counterpart. */
  readonly alone: BySide<readonly string[]>
}

/**
 * Proposes entities, keys, fields and references from samples of both systems (C94): by what the records hold, and by
 * names only where that does not decide. Pure; the same samples give the same proposal.
 */
export function propose(samples: BySide<readonly Sample[]>, names: BySide<string>): Proposal {
  const tables = { a: samples.a.map(tableOf), b: samples.b.map(tableOf) }
  const paired = pairTables(tables.a, tables.b)
  const called = entityNames(
    paired.map(({ tables: { a, b } }) => [a.sample.info.name, b.sample.info.name]),
  )
  const entities = paired.map((own, at) => proposeEntity(own, { at, paired, called, names }))
  const alone = (side: 'a' | 'b'): readonly string[] =>
    tables[side]
      .filter((table) => paired.every((own) => own.tables[side] !== table))
      .map(({ sample }) => sample.info.name)
  return { entities, alone: { a: alone('a'), b: alone('b') } }
}

interface Context {
  readonly at: number
  readonly paired: readonly PairedTables[]
  readonly called: readonly string[]
  readonly names: BySide<string>
}

function proposeEntity(own: PairedTables, { at, paired, called, names }: Context): EntityProposal {
  const { tables, keys, pairs, sure } = own
  const references = findReferences(own, paired)
  const taken = new Set(references.flatMap(({ a, b }) => [a, b]))
  const fields = findFields(
    {
      a: { ...tables.a, columns: tables.a.columns.filter((column) => !taken.has(column)) },
      b: { ...tables.b, columns: tables.b.columns.filter((column) => !taken.has(column)) },
    },
    pairs,
    names,
  )
  const targets = references.map(({ target }) => called[target] ?? '')
  const given = fieldNames(
    fields.map(({ a, b }) => ({ a: a.path, b: b.path })),
    targets,
  )
  return {
    name: called[at] ?? tables.a.sample.info.name,
    collections: { a: tables.a.sample.info.name, b: tables.b.sample.info.name },
    sure,
    records: { a: tables.a.sample.records.length, b: tables.b.sample.records.length },
    pairs: pairs.length,
    keys,
    references: references.map((reference, index) => ({
      ...reference,
      name: given.references[index] ?? '',
      entity: targets[index] ?? '',
    })),
    fields: fields.map((field, index) => ({
      ...field,
      name: given.fields[index] ?? '',
      isKey: isGivenKey(field, keys),
    })),
  }
}

/** What is given to a record and promised to be unique is usually made by one system; a mail address is not. */
function isGivenKey({ a, b }: FieldFinding, { sure }: KeyChoice): boolean {
  const isGiven = identityOf(a.path) === 1 && identityOf(b.path) === 1
  return isGiven && (a.unique || b.unique) && sure.some((key) => key.a === a && key.b === b)
}
