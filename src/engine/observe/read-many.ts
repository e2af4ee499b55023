import type { Collection, Found } from '../../adapters/adapter.ts'
import { BilateralError } from '../../errors.ts'
import PQueue from 'p-queue'
import { together } from './together.ts'

/** What reading many records needs besides them. */
export interface ReadManyContext {
  readonly signal: AbortSignal
  readonly keepAlive?: (() => Promise<void>) | undefined
}

/** Reads records freshly by id, in the order asked: in batches where the system can, else one by one side by side. */
export async function readMany(
  collection: Collection,
  ids: readonly string[],
  { signal, keepAlive }: ReadManyContext,
): Promise<readonly Found[]> {
  const queue = new PQueue({ concurrency: collection.can.concurrency })
  const read = readerOf(collection)
  const parts = chunksOf(ids, collection.getMany === undefined ? 1 : collection.can.read.batch)
  const answers = await together(
    signal,
    parts.map(
      (part) => (shared) =>
        queue.add(async () => {
          if (shared.aborted) throw stopped(collection.name)
          await keepAlive?.()
          return read(part, shared)
        }),
    ),
  )
  return answers.flat()
}

type Reader = (ids: readonly string[], signal: AbortSignal) => Promise<readonly Found[]>

function readerOf(collection: Collection): Reader {
  return (
    collection.getMany?.bind(collection) ??
    ((ids, signal) => Promise.all(ids.map((id) => collection.get(id, signal))))
  )
}

function stopped(name: string): BilateralError {
  const message = `the run was stopped while it read ${name}; what it had written is saved`
  return new BilateralError('INTERRUPTED', message, { next: 'bilateral sync' })
}

/** Cuts a list into pieces of at most `size`, in order. */
export function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const chunks: (readonly T[])[] = []
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size))
  return chunks
}
