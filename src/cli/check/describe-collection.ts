import type { CollectionCheck } from '../../engine/check/check-entity.ts'
import { duration, grouped } from '../output/relative-time.ts'

/** How a collection was listed. */
export function describeListing({ complete, why, count, pages, can }: CollectionCheck): string {
  const stated = count === undefined ? 'it states no total' : `it states ${grouped(count)}`
  const how = `${grouped(pages)} page${pages === 1 ? '' : 's'}, ${STABILITY[can.list.stability]}`
  return complete ? `complete; ${stated}; ${how}` : `not complete: ${why ?? 'it does not say why'}`
}

const STABILITY = {
  snapshot: 'all of one moment',
  keyset: 'in a stable order',
  offset: 'pages may shift',
} as const

/** How a run sees what changed. */
export function describeChanges({ can }: CollectionCheck): string {
  const { changes, stamp, token } = can
  const since =
    changes === 'since' && stamp !== undefined
      ? `since a stamp of ${duration(stamp.granularityMs)}, up to ${duration(stamp.latenessMs)} late`
      : 'every record is listed'
  if (token === undefined) return `${since}; contents are compared`
  const shown = token.inList ? TOKENS[token.kind] : `${TOKENS[token.kind]}, in single reads only`
  return token.covers === 'all' ? `${since}; ${shown} moves` : `${since}; contents are compared`
}

const TOKENS = {
  etag: 'the ETag',
  counter: 'the version',
  stamp: 'the stamp',
  hash: 'the content hash',
} as const

/** How a run sees that a record is gone. */
export function describeDeletes({ complete, deleted }: CollectionCheck): string {
  const marked = deleted > 0 ? `${grouped(deleted)} are listed as deleted; else ` : ''
  return complete
    ? `${marked}not in a complete listing, then confirmed by a single read`
    : `${marked}not seen while the listing is not complete`
}

/** What keeps a write from overwriting an edit in between. */
export function describeWrites({ ability, can }: CollectionCheck): string {
  const verbs = (['update', 'delete'] as const).filter((verb) => can[verb].allowed)
  if (verbs.length === 0) return 'neither updates nor deletes are possible'
  return verbs.map((verb) => `${verb}: ${describeGuard(ability[verb])}`).join(' · ')
}

function describeGuard(condition: 'token' | 'stamp' | 'none'): string {
  if (condition === 'token') return 'only if its version still stands'
  if (condition === 'stamp') return 'only if unmodified since'
  return '⚠ NONE, read before and read back'
}

/** How a create that was never answered is recognised. */
export function describeCreates({ ability, can }: CollectionCheck): string {
  if (!can.create.allowed) return 'not possible'
  switch (ability.identification) {
    case 'client-id':
      return 'an unanswered one is found by the id we chose'
    case 'external-key':
      return `an unanswered one is found by ${ability.externalKey ?? 'its key'}`
    case 'idempotency-key':
      return 'an unanswered one is sent again under its key'
    case 'none':
      return '⚠ an unanswered one is for a person to settle'
  }
}
