import { readFileSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve } from 'node:path'
import { bySide } from '../core/side.ts'
import type { BySide } from '../core/side.ts'
import { BilateralError } from '../errors.ts'
import { checkAnswers } from './check/check-answers.ts'
import { checkMapping } from './check/check-mapping.ts'
import { checkNames, turnsOf } from './check/check-names.ts'
import { orderEntities } from './check/order-entities.ts'
import type { Config, EntityConfig, SystemConfig } from './config.ts'
import { findConfig } from './find-config.ts'
import type { Search } from './find-config.ts'
import { parseFile } from './parse-file.ts'
import { resolveEntity } from './resolve/resolve-entity.ts'
import { sourcesIn } from './resolve/rule-source.ts'
import type { SaidFile } from './schema/file.ts'
import { resolveReferences } from './secrets/resolve-references.ts'
import type { MissingSecrets } from './secrets/resolve-references.ts'
import { ConfigError } from './source/complaint.ts'
import type { Complaint } from './source/complaint.ts'
import { readSource } from './source/read-source.ts'
import { placeComplaints } from './source/source.ts'
import type { Source } from './source/source.ts'

/** How a configuration is loaded. */
export interface LoadOptions extends Search {
  /** `ignore` for what contacts no system; a secret that is not there is then no error. Default `refuse`. */
  readonly missingSecrets?: MissingSecrets | undefined
}

/** How long a file that a reference names may be, in characters. */
export const REFERENT_CHARACTERS_MAX = 65_536

/**
 * Finds, reads, checks and completes a configuration. Throws `ConfigError` with everything that is wrong (C2), and
 * `CONFIG_INVALID` when no file is found or readable. Contacts nothing; safe to repeat.
 */
export function loadConfig(options: LoadOptions): Config {
  const file = findConfig(options)
  const source = readSource(readBytes(file), labelOf(file, options.cwd))
  const folder = dirname(file)
  const { tree, secrets, complaints } = resolveReferences(
    source.tree,
    { env: options.env, readText: (path) => readReferent(resolve(folder, path)) },
    options.missingSecrets ?? 'refuse',
  )
  const parsed = parseFile(tree)
  if (!parsed.ok) throw refuse(source, [...complaints, ...without(parsed.complaints, complaints)])
  const { said, names } = parsed
  const entities = resolveEntities(said, names, source)
  const faults = [...complaints, ...checkAll(said, names, { entities, tree })]
  if (faults.length > 0) throw refuse(source, faults)
  const order = orderEntities(turnsOf(said, entities))
  return {
    name: said.name,
    file,
    source,
    memory: {
      kind: 'sqlite',
      file: resolve(folder, said.memory?.sqlite ?? `.bilateral/${said.name}.db`),
    },
    systems: bySide((side) => withPaths({ ...said.systems[side], name: names[side] }, folder)),
    entities: order.names.flatMap((name) => entities.find((entity) => entity.name === name) ?? []),
    cycles: order.cycles,
    secrets,
  }
}

/** What stands for nothing is wrong once: nothing else is said of its place. */
function without(
  complaints: readonly Complaint[],
  unresolved: readonly Complaint[],
): readonly Complaint[] {
  const places = new Set(unresolved.map(({ path }) => JSON.stringify(path)))
  return complaints.filter(({ path }) => !places.has(JSON.stringify(path)))
}

function resolveEntities(
  said: SaidFile,
  names: BySide<string>,
  source: Source,
): readonly EntityConfig[] {
  const { defaults = {}, guards } = said
  const surrounding = { sourceOf: sourcesIn(source), names, defaults, guards }
  return Object.entries(said.entities).map(([name, entity]) =>
    resolveEntity(name, entity, surrounding),
  )
}

/** Every check that needs more than one part of the file. */
function checkAll(
  said: SaidFile,
  names: BySide<string>,
  { entities, tree }: { readonly entities: readonly EntityConfig[]; readonly tree: unknown },
): readonly Complaint[] {
  return [
    ...checkNames(said, names, entities),
    ...entities.flatMap((entity) => checkMapping(entity, names, tree)),
    ...Object.entries(said.entities).flatMap(([name, own]) => {
      const entity = entities.find((candidate) => candidate.name === name)
      return entity === undefined ? [] : checkAnswers(entity, own, names)
    }),
  ]
}

function withPaths(system: SystemConfig, folder: string): SystemConfig {
  if (system.type === 'sql') return { ...system, database: resolve(folder, system.database) }
  if (system.type === 'files') return { ...system, directory: resolve(folder, system.directory) }
  return system
}

/** The file as people call it. */
function labelOf(file: string, cwd: string): string {
  const label = relative(cwd, file)
  return label.startsWith('..') || isAbsolute(label) ? file : label
}

function readBytes(file: string): Uint8Array {
  try {
    return readFileSync(file)
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    throw new BilateralError(
      'CONFIG_INVALID',
      `${file} cannot be read (${why}); nothing was contacted and nothing was written`,
      { cause: error, next: 'bilateral check' },
    )
  }
}

function readReferent(file: string): string {
  const text = readFileSync(file, 'utf8')
  if (text.length <= REFERENT_CHARACTERS_MAX) return text
  throw Object.assign(new Error('too long'), {
    code: `longer than ${REFERENT_CHARACTERS_MAX} characters`,
  })
}

function refuse(source: Source, complaints: readonly Complaint[]): ConfigError {
  return new ConfigError(placeComplaints(source, complaints))
}
