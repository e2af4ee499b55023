import type { CollectionInfo, System } from '../../adapters/adapter.ts'
import { basename, extname, relative } from 'node:path'
import type { Fields, Value } from '../../core/value.ts'
import { BilateralError } from '../../errors.ts'
import type { ProbedTarget } from '../compose.ts'
import type { Sample, SampleRecord } from '../infer/sample.ts'
import type { Surroundings } from '../secrets/reference.ts'
import { SAMPLE_RECORDS_MAX } from '../infer/sample.ts'
import type { Target } from './target.ts'
import { openDraft, probeDraft } from './open-draft.ts'
import { listRecordFiles } from './record-files.ts'

/** A system as it would stand in a configuration, what speaks for it, and records of it. */
export interface DescribedSystem {
  readonly name: string
  /** As in the file, without its collections. */
  readonly declaration: Fields
  readonly collections: readonly DescribedCollection[]
}

/** One collection of a described system. */
export interface DescribedCollection {
  readonly name: string
  readonly declaration: Fields
  /** Key of the declaration to a sentence about it; one that begins with `?` is uncertain. */
  readonly evidence: Readonly<Record<string, string>>
  /** Keys that could not be tried, written as a comment for the user to decide. */
  readonly untried: Fields
  readonly sample: Sample
}

/** What describing a system needs besides its target. */
export interface DescribeContext {
  readonly surroundings: Surroundings
  /** Where the configuration will be. */
  readonly folder: string
  readonly auth?: Value | undefined
  readonly collections: readonly ProbedTarget[]
  readonly signal: AbortSignal
}

/** A collection before its records were read. */
type Undescribed = Omit<DescribedCollection, 'sample'>

/** Finds out what a system holds and how it is reached, by reading only (C95, C96). Throws what reads throw. */
export async function describeSystem(
  target: Target,
  context: DescribeContext,
): Promise<DescribedSystem> {
  const declaration = declarationOf(target, context)
  const found = await collectionsOf(target, declaration.absolute, context)
  if (found.length === 0)
    throw new BilateralError('USAGE', `${target.name}: ${NONE[target.kind]}; nothing was written`, {
      next: 'bilateral init --help',
    })
  const collections = Object.fromEntries(found.map(({ name, declaration: said }) => [name, said]))
  const system = await openDraft(
    target.name,
    { ...declaration.absolute, collections },
    context.surroundings,
  )
  try {
    const described: DescribedCollection[] = []
    for (const collection of found)
      described.push({
        ...collection,
        sample: await sampleOf(system, collection.name, context.signal),
      })
    return { name: target.name, declaration: declaration.written, collections: described }
  } finally {
    await system.close()
  }
}

/** Why a system has no collection. */
const NONE = {
  rest: 'no collection is named; write --collection NAME:COLLECTION=/PATH',
  sql: 'no table has a primary key of one column, by which rows could be told apart',
  files: 'there is no .csv, .jsonl or .ndjson file whose first line names an id',
} as const

/** A declaration with paths as they are, and with paths as they stand in the file. */
interface Declared {
  readonly absolute: Fields
  readonly written: Fields
}

function declarationOf(target: Target, { folder, auth }: DescribeContext): Declared {
  switch (target.kind) {
    case 'rest': {
      const said = { type: 'rest', url: target.url, ...(auth === undefined ? {} : { auth }) }
      return { absolute: said, written: said }
    }
    case 'sql':
      return {
        absolute: { type: 'sql', database: target.file },
        written: { type: 'sql', database: shown(folder, target.file) },
      }
    case 'files':
      return {
        absolute: { type: 'files', directory: target.directory },
        written: { type: 'files', directory: shown(folder, target.directory) },
      }
  }
}

function shown(folder: string, path: string): string {
  const below = relative(folder, path)
  if (below === '') return '.'
  return below.startsWith('..') ? below : `./${below}`
}

async function collectionsOf(
  target: Target,
  declaration: Fields,
  context: DescribeContext,
): Promise<readonly Undescribed[]> {
  if (target.kind === 'rest') return probeRest(target.name, declaration, context)
  const empty = { ...declaration, collections: {} }
  const system = await openDraft(target.name, empty, context.surroundings)
  try {
    const infos = await system.discover(context.signal)
    return target.kind === 'sql' ? infos.map(describeTable) : describeFiles(target, infos)
  } finally {
    await system.close()
  }
}

async function probeRest(
  name: string,
  declaration: Fields,
  { collections, surroundings, signal }: DescribeContext,
): Promise<readonly Undescribed[]> {
  const probed = await probeDraft(
    name,
    { ...declaration, collections: {} },
    { surroundings, targets: collections, signal },
  )
  return probed.map((one) => {
    const at = collections.find((target) => target.name === one.name)?.path.split('?', 1)[0] ?? ''
    return {
      ...one,
      untried: {
        create: { request: `POST ${at}`, body: '${set}' },
        update: { request: `PATCH ${at}/\${id}`, body: '${set}' },
        delete: `DELETE ${at}/\${id}`,
      },
    }
  })
}

const VERSION_NAME = /^(?:row_?|lock_?)?version$|^rev(?:ision)?$/i
const EXTERNAL_NAME = /external|foreign|remote/i

function describeTable({ name, idField, uniqueKeys, fields }: CollectionInfo): Undescribed {
  const version = fields.find((field) => VERSION_NAME.test(field.name) && field.type === 'integer')
  const external = uniqueKeys.flat().find((key) => EXTERNAL_NAME.test(key))
  return {
    name,
    declaration: { id: idField },
    evidence: { id: 'the primary key' },
    untried: {
      ...(version === undefined ? {} : { version: version.name }),
      ...(external === undefined ? {} : { externalKey: external }),
    },
  }
}

function describeFiles(
  { directory, only }: Extract<Target, { kind: 'files' }>,
  infos: readonly CollectionInfo[],
): readonly Undescribed[] {
  return listRecordFiles(directory, only).flatMap(({ file, head }) => {
    const name = basename(file, extname(file))
    const info = infos.find((candidate) => candidate.name === name)
    const id = head?.id ?? info?.idField
    if (id === undefined) return []
    const delimiter =
      head === undefined || head.delimiter === ',' ? {} : { delimiter: head.delimiter }
    return [
      {
        name,
        declaration: { file, id, ...delimiter },
        evidence: { id: 'different in every record' },
        untried: {},
      },
    ]
  })
}

async function sampleOf(system: System, name: string, signal: AbortSignal): Promise<Sample> {
  const collection = system.collection(name)
  const info = await collection.describe(signal)
  const records: SampleRecord[] = []
  const listing = collection.list(signal)
  for (;;) {
    const step = await listing.next()
    if (step.done === true) return { info, records, whole: step.value.complete }
    for (const { id, fields, state } of step.value.records)
      if (state === 'live') records.push({ id, fields })
    if (records.length >= SAMPLE_RECORDS_MAX) {
      await listing.return({ complete: false })
      return { info, records: records.slice(0, SAMPLE_RECORDS_MAX), whole: false }
    }
  }
}
