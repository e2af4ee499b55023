import type { RestCollectionConfig, RestSystemConfig, RestUpdateCall } from './config.ts'
import { CONCURRENCY_DEFAULT } from '../http/limiter.ts'
import type { Capabilities } from '../adapter.ts'
import { LATENESS_DEFAULT_MS } from './read/stamp.ts'

/** Records expected in a page where no size is declared. */
export const PAGE_SIZE_DEFAULT = 100

/** What was compiled of a collection, as far as capabilities depend on it. */
export interface Compiled {
  readonly stability: Capabilities['list']['stability']
  readonly clientId: boolean
  readonly update: 'token' | 'stamp' | 'none'
  readonly delete: 'token' | 'stamp' | 'none'
}

/** What a collection can do, by its declaration: nothing is promised that was not declared. */
export function capabilitiesOf(
  system: RestSystemConfig,
  config: RestCollectionConfig,
  compiled: Compiled,
): Capabilities {
  const { list } = config
  return {
    list: {
      pageSize: list.page?.size ?? PAGE_SIZE_DEFAULT,
      stability: list.stability ?? compiled.stability,
      count: list.total !== undefined,
    },
    changes: config.changes === undefined ? 'none' : 'since',
    stamp: stampOf(config),
    token: tokenOf(config),
    read: { batch: config.getMany?.batch ?? 1 },
    ...writesOf(config, compiled, system.readOnly !== true),
    concurrency: system.limits?.concurrency ?? CONCURRENCY_DEFAULT,
  }
}

function writesOf(
  { create, update, delete: erase, externalKey }: RestCollectionConfig,
  compiled: Compiled,
  writes: boolean,
): Pick<Capabilities, 'create' | 'update' | 'delete'> {
  return {
    create: {
      allowed: writes && create !== undefined,
      clientId: compiled.clientId,
      idempotencyKey: create?.idempotency !== undefined,
      externalKey,
      ifAbsent: create?.ifAbsent ?? false,
    },
    update: {
      allowed: writes && update !== undefined,
      style: styleOf(update),
      condition: compiled.update,
    },
    delete: { allowed: writes && erase !== undefined, condition: compiled.delete },
  }
}

function styleOf(update: RestUpdateCall | undefined): 'patch' | 'replace' {
  if (update?.style !== undefined) return update.style
  return update?.request.startsWith('PUT ') === true ? 'replace' : 'patch'
}

function stampOf({ stamp }: RestCollectionConfig): Capabilities['stamp'] {
  if (stamp === undefined) return undefined
  return {
    granularityMs: stamp.granularity,
    latenessMs: stamp.lateness ?? LATENESS_DEFAULT_MS,
    trust: stamp.trust ?? 'server',
  }
}

/** A stamp versions what nothing else does. */
function tokenOf({ token, stamp }: RestCollectionConfig): Capabilities['token'] {
  if (token === undefined)
    return stamp === undefined
      ? undefined
      : { kind: 'stamp', inList: stamp.path !== undefined, covers: stamp.covers ?? 'some' }
  const kind = token.kind ?? (token.header === undefined ? 'counter' : 'etag')
  const inList = token.inList ?? token.path !== undefined
  return { kind, inList, covers: token.covers ?? 'all' }
}
