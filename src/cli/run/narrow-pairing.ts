import type { OpenPairing } from '../world.ts'
import { BilateralError } from '../../errors.ts'
import { SIDES } from '../../core/side.ts'

/** The pairing narrowed to some entities; their references to others still resolve. Throws `NOT_FOUND` for an unknown name. */
export function onlyEntities(
  pairing: OpenPairing,
  names: readonly string[] | undefined,
): OpenPairing {
  if (names === undefined) return pairing
  const known = pairing.entities.map((entity) => entity.name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown === undefined)
    return { ...pairing, entities: pairing.entities.filter(({ name }) => names.includes(name)) }
  throw new BilateralError(
    'NOT_FOUND',
    `there is no entity ${unknown}; there are ${known.join(', ')}`,
    {
      next: 'bilateral matrix',
    },
  )
}

/** Throws `NOT_FOUND` for a name that neither system has. */
export function requireSystems(
  { systems }: OpenPairing,
  option: string,
  names: readonly string[],
): void {
  const known = SIDES.map((side) => systems[side].name)
  const unknown = names.find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new BilateralError(
    'NOT_FOUND',
    `${option} ${unknown}: the systems are ${known.join(' and ')}`,
  )
}
