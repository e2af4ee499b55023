import { BilateralError } from '../../errors.ts'
import type { RestCollection } from './collection.ts'
import type { RestOptions } from './connect.ts'
import type { RestSystemConfig } from './config.ts'
import type { System } from '../adapter.ts'
import { checkSystem } from './checks.ts'
import { compileIdentity } from './identity.ts'
import { connect } from './connect.ts'
import { restCollection } from './collection.ts'

/**
 * A system asked over HTTP as its declaration says. Everything is compiled here and nothing is sent. Throws
 * `CONFIG_INVALID` or `CONFIG_SECRET` for a declaration that cannot work, with the place in it.
 */
export function restSystem(
  name: string,
  config: RestSystemConfig,
  options: RestOptions = {},
): System {
  const { client, basePath } = connect(name, config, options)
  const parts = { client, system: config, basePath }
  const collections = new Map(
    Object.entries(config.collections).map(([key, declared]) => [
      key,
      restCollection(key, declared, parts),
    ]),
  )
  const all: readonly RestCollection[] = [...collections.values()]
  return {
    name,
    identify: compileIdentity(parts),
    test: (signal) => checkSystem(client, all, signal),
    discover: (signal) => Promise.all(all.map((collection) => collection.describe(signal))),
    collection: (key) =>
      collections.get(key) ?? unknownCollection(name, key, [...collections.keys()]),
    usage: () => client.usage(),
    close: () => client.close(),
  }
}

function unknownCollection(system: string, name: string, known: readonly string[]): never {
  throw new BilateralError(
    'CONFIG_INVALID',
    `${system} has no collection ${JSON.stringify(name)}, only ${known.join(', ')}`,
    { next: 'bilateral check' },
  )
}
