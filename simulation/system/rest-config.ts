import type {
  RestCollectionConfig,
  RestPaging,
  RestSystemConfig,
  RestToken,
} from '../../src/adapters/rest/config.ts'
import type { CreateKind, PagingKind, SideSetup } from '../setup/setup.ts'
import type { Side } from '../../src/core/side.ts'

/** Where a simulated system is asked. */
export function originOf(side: Side): string {
  return `http://${side}.test`
}

const OP = { 'X-Op': '${op}' }

/** What a user would write about a simulated system. */
export function restConfigOf(side: Side, setup: SideSetup): RestSystemConfig {
  const limits =
    setup.perSecond === 0
      ? { concurrency: setup.concurrency }
      : { concurrency: setup.concurrency, requests: setup.perSecond, per: 1_000 }
  return {
    url: `${originOf(side)}/api`,
    tenant: setup.asked ? { request: 'GET /me', path: 'tenant' } : undefined,
    limits,
    collections: { items: collectionOf(setup) },
  }
}

function collectionOf(setup: SideSetup): RestCollectionConfig {
  const total = setup.total ? 'total' : undefined
  const answer = setup.answers
  const verb = setup.style === 'patch' ? 'PATCH' : 'PUT'
  return {
    id: 'id',
    ...versionOf(setup),
    readonly: ['id', 'seq', 'etag', 'version', 'updated'],
    list: {
      request: 'GET /items',
      query: { limit: '${size}', page: '${page}' },
      items: 'items',
      total,
      page: PAGINGS[setup.paging](setup.pageSize),
    },
    get: { request: 'GET /items/${id}' },
    ...createOf(setup.creates, answer),
    update: { request: `${verb} /items/\${id}`, body: '${set}', headers: OP, answer },
    delete: { request: 'DELETE /items/${id}', headers: OP },
  }
}

const PAGINGS: Readonly<Record<PagingKind, (size: number) => RestPaging | undefined>> = {
  none: () => undefined,
  cursor: (size) => ({ cursor: 'next', size }),
  next: (size) => ({ next: 'next', size }),
  link: (size) => ({ link: 'next', size }),
  number: (size) => ({ number: 1, size }),
  offset: (size) => ({ offset: 0, size }),
  keyset: (size) => ({ keyset: 'seq', size }),
}

function versionOf(setup: SideSetup): Pick<RestCollectionConfig, 'token' | 'stamp'> {
  const { version, granularityMs: granularity, latenessMs: lateness } = setup
  if (version === 'none') return {}
  const stamp = { path: 'updated', granularity, lateness } as const
  if (version === 'stamp') {
    const send = granularity < 1_000 ? 'X-If-Stamp' : 'If-Unmodified-Since'
    return { stamp: { ...stamp, covers: 'all', send } }
  }
  return { stamp, token: tokenOf(setup) }
}

function tokenOf({ version, versionInList }: SideSetup): RestToken {
  if (version === 'counter') return { path: 'version', send: 'X-If-Version', inList: versionInList }
  return versionInList ? { path: 'etag', header: 'ETag' } : { header: 'ETag' }
}

function createOf(
  kind: CreateKind,
  answer: SideSetup['answers'],
): Pick<RestCollectionConfig, 'create' | 'find' | 'externalKey'> {
  const post = { request: 'POST /items', body: '${set}', headers: OP, answer }
  switch (kind) {
    case 'client-id':
      return { create: { ...post, request: 'PUT /items/${id}', ifAbsent: true } }
    case 'idempotency-key':
      return { create: { ...post, idempotency: 'Idempotency-Key', replayed: 'Replayed' } }
    case 'external-key':
      return {
        create: post,
        externalKey: 'ref',
        find: { request: 'GET /items', query: { '${field}': '${value}' }, items: 'items' },
      }
    case 'none':
      return { create: post }
  }
}
