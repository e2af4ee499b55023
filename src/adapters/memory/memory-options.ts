import type { Capabilities } from '../adapter.ts'
import type { Value } from '../../core/value.ts'

/** How one collection of a memory system behaves: every ability of the contract is a switch. */
export interface MemoryCollectionOptions {
  /** What versions a record (default `etag`). */
  readonly token?: 'none' | 'etag' | 'counter' | 'stamp' | 'hash' | undefined
  /** Whether listings carry the token (default true). */
  readonly tokenInList?: boolean | undefined
  /** Fields whose edits leave token and stamp alone: the token then covers `some`. */
  readonly unversioned?: readonly string[] | undefined
  /** `ignored` declares conditions and does not keep them: a lying system (default `honoured`). */
  readonly conditions?: 'honoured' | 'ignored' | 'none' | undefined
  /** Resolution of stamps (default 1). */
  readonly granularityMs?: number | undefined
  /** How long a change stays invisible to `changes` (default 0). */
  readonly latenessMs?: number | undefined
  readonly changes?: boolean | undefined
  readonly creates?: Partial<Capabilities['create']> | undefined
  readonly updates?: boolean | undefined
  readonly deletes?: boolean | undefined
  readonly style?: 'patch' | 'replace' | undefined
  /** Whether a write answers with the record as it is then (default true). */
  readonly representation?: boolean | undefined
  /** Deleted records read `gone` rather than `not-found`. */
  readonly tombstones?: boolean | undefined
  /** What the system makes of a value it accepts, by field. */
  readonly normalise?: Readonly<Record<string, (value: Value) => Value>> | undefined
  /** Why the system does not accept a value, by field; `undefined` accepts it. */
  readonly refuse?: Readonly<Record<string, (value: Value) => string | undefined>> | undefined
  readonly pageSize?: number | undefined
  readonly stability?: 'snapshot' | 'keyset' | 'offset' | undefined
  /** Whether listings tell a total (default true). */
  readonly count?: boolean | undefined
  readonly readBatch?: number | undefined
  readonly concurrency?: number | undefined
}

/** The options with every default filled in, and the capabilities that follow from them. */
export interface MemoryBehaviour {
  readonly can: Capabilities
  readonly token: 'none' | 'etag' | 'counter' | 'stamp' | 'hash'
  readonly unversioned: ReadonlySet<string>
  readonly honoursConditions: boolean
  readonly granularityMs: number
  readonly latenessMs: number
  readonly representation: boolean
  readonly tombstones: boolean
  readonly normalise: NonNullable<MemoryCollectionOptions['normalise']>
  readonly refuse: NonNullable<MemoryCollectionOptions['refuse']>
}

/** Fills in the defaults: a well-behaved system that can do everything but choose ids for its clients. */
export function toBehaviour(options: MemoryCollectionOptions): MemoryBehaviour {
  const { token = 'etag', granularityMs = 1, latenessMs = 0 } = options
  return {
    can: toCapabilities(options, { token, granularityMs, latenessMs }),
    token,
    unversioned: new Set(options.unversioned),
    honoursConditions: options.conditions !== 'ignored',
    granularityMs,
    latenessMs,
    representation: options.representation ?? true,
    tombstones: options.tombstones ?? false,
    normalise: options.normalise ?? {},
    refuse: options.refuse ?? {},
  }
}

type Versioning = Pick<MemoryBehaviour, 'token' | 'granularityMs' | 'latenessMs'>

function toCapabilities(options: MemoryCollectionOptions, versioning: Versioning): Capabilities {
  const { granularityMs, latenessMs } = versioning
  const condition = conditionOf(options, versioning)
  return {
    list: {
      pageSize: options.pageSize ?? 100,
      stability: options.stability ?? 'keyset',
      count: options.count ?? true,
    },
    changes: options.changes === false ? 'none' : 'since',
    stamp: { granularityMs, latenessMs, trust: 'server' },
    token: tokenOf(options, versioning),
    read: { batch: options.readBatch ?? 100 },
    create: {
      allowed: true,
      clientId: false,
      idempotencyKey: true,
      ifAbsent: true,
      ...options.creates,
    },
    update: { allowed: options.updates ?? true, style: options.style ?? 'patch', condition },
    delete: { allowed: options.deletes ?? true, condition },
    concurrency: options.concurrency ?? 8,
  }
}

function tokenOf(options: MemoryCollectionOptions, { token }: Versioning): Capabilities['token'] {
  if (token === 'none') return undefined
  const covers = (options.unversioned ?? []).length > 0 ? 'some' : 'all'
  return { kind: token, inList: options.tokenInList ?? true, covers }
}

function conditionOf(
  options: MemoryCollectionOptions,
  { token }: Versioning,
): 'token' | 'stamp' | 'none' {
  if (token === 'none' || options.conditions === 'none') return 'none'
  return token === 'stamp' ? 'stamp' : 'token'
}
