import type { BySide } from '../../core/side.ts'
import type { Intent } from '../../core/operation.ts'
import type { Store } from '../../stores/store.ts'
import { PAIRS_PER_QUERY } from './absences.ts'
import { bySide } from '../../core/side.ts'

/**
 * Creates that recovery could not settle, by the side they went to: what they may have made is nobody's new record (W7),
 * however the listing shows it.
 */
export async function unsettledCreates(
  entity: string,
  store: Store,
): Promise<BySide<readonly Intent[]>> {
  const creates: Intent[] = []
  for (let after = 0; ;) {
    const filter = { entity, open: 'intent' } as const
    const pairs = await store.listPairs(filter, { after, limit: PAIRS_PER_QUERY })
    for (const { intent } of pairs) if (intent?.verb === 'create') creates.push(intent)
    const last = pairs.at(-1)
    if (last === undefined || pairs.length < PAIRS_PER_QUERY)
      return bySide((side) => creates.filter((intent) => intent.side === side))
    after = last.no
  }
}
