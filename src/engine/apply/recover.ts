import type { DeliverContext } from './deliver.ts'
import type { Delivery, Parcel } from './parcel.ts'
import type { Entity, Pairing } from '../pairing.ts'
import { PARCELS_PER_BATCH } from './apply.ts'
import { deliver } from './deliver.ts'

/** Settles every request that an earlier run left open (W6), before anything is read or decided. */
export async function recover(
  pairing: Pairing,
  context: DeliverContext,
): Promise<readonly Delivery[]> {
  const deliveries: Delivery[] = []
  for (const entity of pairing.entities)
    deliveries.push(...(await recoverEntity(entity, pairing, context)))
  return deliveries
}

async function recoverEntity(
  entity: Entity,
  { store }: Pairing,
  context: DeliverContext,
): Promise<readonly Delivery[]> {
  const deliveries: Delivery[] = []
  let after = 0
  for (;;) {
    const filter = { entity: entity.name, open: 'intent' } as const
    const pairs = await store.listPairs(filter, { after, limit: PARCELS_PER_BATCH })
    const last = pairs.at(-1)
    if (last === undefined || context.stop.aborted) return deliveries
    after = last.no
    const parcels = pairs.map((pair): Parcel => ({
      entity,
      before: pair,
      pair,
      opening: [],
      queue: [],
    }))
    deliveries.push(...(await deliver(parcels, context)))
  }
}
