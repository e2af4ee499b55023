import type { Collection, CollectionInfo, NativeRecord } from '../adapter.ts'
import type { RestCollectionConfig, RestSystemConfig } from './config.ts'
import type { CallPlace } from './call/call.ts'
import type { HttpClient } from '../http/client.ts'
import type { Reads } from './read/compile-reads.ts'
import { capabilitiesOf } from './capabilities.ts'
import { compileReads } from './read/compile-reads.ts'
import { compileRecord } from './read/record.ts'
import { compileWrites } from './write/compile-writes.ts'
import { inferFields } from './infer.ts'

/** What the collections of one system share. */
export interface CollectionParts {
  readonly client: HttpClient
  readonly system: RestSystemConfig
  /** What the path of every request begins with. */
  readonly basePath: string
}

/** A collection, and the first page of it for whoever only wants to look. */
export interface RestCollection extends Collection {
  readonly peek: Reads['peek']
}

/** Compiles the records of one kind from their declaration. Throws `CONFIG_INVALID` for one that cannot work. */
export function restCollection(
  name: string,
  config: RestCollectionConfig,
  { client, system, basePath }: CollectionParts,
): RestCollection {
  const place = (member: string): CallPlace => ({
    basePath,
    where: `${client.system}.collections.${name}.${member}`,
  })
  const parts = { name, client, config, reader: compileRecord(config, place('token').where), place }
  const reads = compileReads(parts)
  const writes = compileWrites(parts, name, system.readOnly === true)
  return {
    name,
    can: capabilitiesOf(system, config, { ...writes, stability: reads.stability }),
    describe: async (signal) => {
      const { records } = await reads.peek('describe', signal)
      return describeCollection(name, config, records)
    },
    ...reads.verbs,
    ...writes.verbs,
    peek: reads.peek,
  }
}

function describeCollection(
  name: string,
  config: RestCollectionConfig,
  records: readonly NativeRecord[],
): CollectionInfo {
  const unique = (config.unique ?? []).map((key) => (typeof key === 'string' ? [key] : key))
  const external = config.externalKey === undefined ? [] : [[config.externalKey]]
  const fields = inferFields(records, config)
  return { name, idField: config.id, uniqueKeys: [...external, ...unique], fields }
}
