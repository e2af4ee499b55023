import { bySide } from '../../core/side.ts'
import type { BySide } from '../../core/side.ts'
import type { PresenceConfig } from '../config.ts'
import type { SaidEntity } from '../schema/entity.ts'
import { settle } from './voices.ts'
import type { Answer, Voices } from './voices.ts'

/** Answers what becomes of an entity's records that come and go. */
export function resolvePresence(
  said: SaidEntity,
  names: BySide<string>,
  voices: Voices,
): PresenceConfig {
  const { matrix, deletes } = voices.defaults
  const cell = <T>(name: string, own: T, fallback: T): Answer<NonNullable<T>> => ({
    key: ['matrix', name],
    own: own ?? undefined,
    fallback: fallback ?? undefined,
  })
  return {
    created: bySide((side) =>
      settle(
        voices,
        { key: ['unmatched', names[side]], own: said.unmatched?.[side] },
        ({ presence }) => presence.created[side],
      ),
    ),
    deleted: bySide((side) =>
      settle(
        voices,
        { key: ['deletes', names[side]], own: said.deletes?.[side], fallback: deletes?.[side] },
        ({ presence }) => presence.deleted[side],
      ),
    ),
    updatedDeleted: settle(
      voices,
      cell('updated/deleted', said.matrix?.['updated/deleted'], matrix?.['updated/deleted']),
      ({ presence }) => presence.updatedDeleted,
    ),
    deletedUpdated: settle(
      voices,
      cell('deleted/updated', said.matrix?.['deleted/updated'], matrix?.['deleted/updated']),
      ({ presence }) => presence.deletedUpdated,
    ),
    createdBoth: settle(
      voices,
      cell('created/created', said.matrix?.['created/created'], matrix?.['created/created']),
      ({ presence }) => presence.createdBoth,
    ),
  }
}
