import type { Frame } from './world/turn.ts'
import type { System, World } from './world/world.ts'
import { SIDES } from '../core/side.ts'
import { fieldsText } from './world/turn.ts'

/** A world in words, with the user's names of the systems and fields. */
export function describeWorld(world: World, { setting }: Frame): string {
  const systems = SIDES.map((side) => `${setting.terms.names[side]}: ${systemText(world[side])}`)
  return [
    ...systems,
    memoryText(world),
    ...(world.delayed === null ? [] : ['a request is late']),
  ].join('; ')
}

function systemText({ places }: System): string {
  const rows = places.flatMap((place) =>
    place?.row === undefined ? [] : [fieldsText(place.row.fields)],
  )
  return rows.length === 0 ? 'nothing' : rows.join(' and ')
}

function memoryText({ memory }: World): string {
  if (memory.length === 0) return 'nothing remembered'
  return memory
    .map(({ pair: { base, intent, conflict } }) => {
      const agreed = base === undefined ? 'never agreed' : `agreed on ${fieldsText(base.a.fields)}`
      const open = intent === undefined ? '' : `, ${intent.verb} noted`
      return `${agreed}${open}${conflict === undefined ? '' : ', asked'}`
    })
    .join(' and ')
}
