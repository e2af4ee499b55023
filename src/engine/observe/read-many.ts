import type { Collection, Found } from '../../adapters/adapter.ts'
import PQueue from 'p-queue'

/** Reads records freshly by id, in the order asked: in batches where the system can, else one by one side by side. */
export async function readMany(
  collection: Collection,
  ids: readonly string[],
  signal: AbortSignal,
): Promise<readonly Found[]> {
  const queue = new PQueue({ concurrency: collection.can.concurrency })
  const batch = collection.getMany?.bind(collection)
  if (batch === undefined) return queue.addAll(ids.map((id) => () => collection.get(id, signal)))
  const batches = chunksOf(ids, collection.can.read.batch)
  const answers = await queue.addAll(batches.map((some) => () => batch(some, signal)))
  return answers.flat()
}

/** Cuts a list into pieces of at most `size`, in order. */
export function chunksOf<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const chunks: (readonly T[])[] = []
  for (let at = 0; at < items.length; at += size) chunks.push(items.slice(at, at + size))
  return chunks
}
