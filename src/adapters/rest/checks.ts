import type { HttpClient } from '../http/client.ts'
import type { Peek } from './read/compile-reads.ts'
import type { RestCollection } from './collection.ts'
import type { SystemCheck } from '../adapter.ts'
import { isBilateralError } from '../../errors.ts'
import type { ErrorCode } from '../../errors.ts'

/** A clock further off than this is worth a look, though nothing depends on ours. */
export const CLOCK_OFFSET_MAX_MS = 300_000

/** What looking at one collection brought. */
interface Look {
  readonly collection: RestCollection
  readonly peek?: Peek
  readonly error?: unknown
}

/** Looks at the first page of every collection, and tells what that shows of the system. Never throws. */
export async function checkSystem(
  client: HttpClient,
  collections: readonly RestCollection[],
  signal: AbortSignal,
): Promise<readonly SystemCheck[]> {
  const looks: Look[] = []
  for (const collection of collections) {
    const look = await lookAt(collection, signal)
    looks.push(look)
    if (isBilateralError(look.error, 'SYSTEM_UNAVAILABLE')) break
  }
  const down = looks.find(({ error }) => isBilateralError(error, 'SYSTEM_UNAVAILABLE'))
  const reachable = check('reachable', down?.error, client.origin)
  if (down !== undefined) return [reachable]
  const refused = looks.find(({ error }) => isBilateralError(error, 'SYSTEM_AUTH'))
  return [
    reachable,
    check('authenticated', refused?.error, 'the credentials are accepted'),
    checkClock(client, looks),
    ...looks.map(checkListing),
  ]
}

async function lookAt(collection: RestCollection, signal: AbortSignal): Promise<Look> {
  try {
    return { collection, peek: await collection.peek('test', signal) }
  } catch (error) {
    return { collection, error }
  }
}

function check(name: string, error: unknown, detail: string): SystemCheck {
  if (error === undefined) return { name, ok: true, detail }
  return { name, ok: false, detail: messageOf(error), code: codeOf(error) }
}

function codeOf(error: unknown): ErrorCode | undefined {
  return isBilateralError(error) ? error.code : undefined
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** Changes are asked for since a time by the system's clock, which is known only if it tells. */
function checkClock(client: HttpClient, looks: readonly Look[]): SystemCheck {
  const name = 'clock'
  const times = looks.flatMap(({ peek }) => peek?.serverTimeMs ?? [])
  const [serverTimeMs] = times
  const needed = looks.some(({ collection }) => collection.can.changes === 'since')
  if (serverTimeMs === undefined)
    return {
      name,
      ok: !needed,
      detail: `answers carry no Date${needed ? ': the newest stamp seen has to do' : ''}`,
    }
  const offsetMs = serverTimeMs - client.clock.nowMs()
  const seconds = Math.round(Math.abs(offsetMs) / 1000)
  const detail = `${seconds} s ${offsetMs < 0 ? 'behind' : 'ahead of'} this machine`
  return { name, ok: Math.abs(offsetMs) <= CLOCK_OFFSET_MAX_MS, detail }
}

function checkListing({ collection, peek, error }: Look): SystemCheck {
  const name = `lists ${collection.name}`
  if (peek === undefined) return check(name, error, '')
  const { records, total } = peek
  const of = total === undefined ? '' : ` of ${total}`
  const untimed = lackOfStamps(collection, peek)
  return {
    name,
    ok: untimed === undefined,
    detail: untimed ?? `${records.length}${of} records on the first page`,
  }
}

/** A stamp that no record shows, or that is written otherwise than declared, finds no changes. */
function lackOfStamps({ can }: RestCollection, { records }: Peek): string | undefined {
  if (can.changes === 'none' || records.length === 0) return undefined
  return records.some(({ stamp }) => stamp !== undefined)
    ? undefined
    : 'no record shows its stamp where and as "stamp" says'
}
