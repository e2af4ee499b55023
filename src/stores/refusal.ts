import type { Lease } from './store.ts'
import type { Side } from '../core/side.ts'
import { BilateralError } from '../errors.ts'

/** A record that two pairs would hold at once. */
export interface TakenLink {
  readonly entity: string
  readonly side: Side
  readonly id: string
  /** Number of the pair that could not have it. */
  readonly claimant: number
  /** Number of the pair that holds it. */
  readonly holder: number
}

const PLACES: Readonly<Record<Side, string>> = { a: 'first', b: 'second' }

/** The error of a writer who was replaced (`STORE_FENCED`): every store refuses with the same words. */
export function fenced(lease: Lease): BilateralError {
  return new BilateralError(
    'STORE_FENCED',
    `${lease.owner} no longer holds the right to write "${lease.scope}" (its epoch ${lease.epoch} is over); ` +
      'nothing was written to the memory.',
    { next: 'bilateral status' },
  )
}

/** The error of a commit that would link one record twice (`LINK_TAKEN`). */
export function linkTaken({ entity, side, id, claimant, holder }: TakenLink): BilateralError {
  return new BilateralError(
    'LINK_TAKEN',
    `Record ${JSON.stringify(id)} of ${entity} in the ${PLACES[side]} system is linked in pair ${holder} and cannot be ` +
      `linked in pair ${claimant} as well; nothing was written to the memory.`,
    { next: `bilateral explain ${entity} ${JSON.stringify(id)}` },
  )
}
