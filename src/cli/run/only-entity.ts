import type { OpenPairing } from '../world.ts'
import { BilateralError } from '../../errors.ts'

/** The pairing narrowed to one entity; the references of others still resolve. Throws `NOT_FOUND` for an unknown name. */
export function onlyEntity(pairing: OpenPairing, name: string | undefined): OpenPairing {
  if (name === undefined) return pairing
  const entities = pairing.entities.filter((entity) => entity.name === name)
  if (entities.length > 0) return { ...pairing, entities }
  const known = pairing.entities.map((entity) => entity.name).join(', ')
  throw new BilateralError('NOT_FOUND', `there is no entity ${name}, only ${known}`, {
    next: 'bilateral matrix',
  })
}
