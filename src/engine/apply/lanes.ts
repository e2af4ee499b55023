import type { Entity } from '../pairing.ts'
import PQueue from 'p-queue'
import type { Side } from '../../core/side.ts'

/** Lets requests to one collection wait for a place within its concurrency (E4), in the order they came. */
export type Lanes = <T>(entity: Entity, side: Side, request: () => Promise<T>) => Promise<T>

/** Opens a lane for each collection; `beforeEach` comes before every request. */
export function openLanes(beforeEach: () => Promise<void>): Lanes {
  const queues = new Map<string, PQueue>()
  return (entity, side, request) => {
    const key = `${entity.name}/${side}`
    const { concurrency } = entity.collections[side].can
    const queue = queues.get(key) ?? new PQueue({ concurrency })
    queues.set(key, queue)
    return queue.add(async () => {
      await beforeEach()
      return request()
    })
  }
}
