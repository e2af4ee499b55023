import type { Fields } from '../core/value.ts'
import type { Frame } from './world/turn.ts'
import type { Pair } from '../core/pair.ts'
import type { Place, World } from './world/world.ts'
import type { Program } from './ghost/program.ts'
import type { Side } from '../core/side.ts'
import { SIDES, bySide } from '../core/side.ts'
import { placeSlots } from './world/turn.ts'
import { put } from './ghost/program.ts'
import { valuesFor, versionOf } from './world/system.ts'

/** A tick so late that some may have passed before. */
const CLOCK_START = 3

/** Two empty systems and an empty memory, or one pair in agreement. */
export function startOf(frame: Frame, program: Program): World {
  const { room, start } = frame.setting
  const places = Array.from({ length: room.places }, () => null)
  const empty: World = {
    a: { places, keys: {} },
    b: { places, keys: {} },
    memory: [],
    job: null,
    delayed: null,
    clock: CLOCK_START,
  }
  return start === 'empty' ? empty : linked(empty, frame, program)
}

function linked(world: World, frame: Frame, program: Program): World {
  const { setting, layout } = frame
  const both = SIDES.reduce((all, side) => all | placeSlots(frame, side, 0), layout.kept)
  put(program, 'write', both)
  const fields = bySide((side): Fields => {
    const service = { setting, side, clock: 1 }
    return Object.fromEntries(
      layout.fields.map((name) => [name, valuesFor(name, service)[0] ?? null]),
    )
  })
  const version = bySide((side) => versionOf(fields[side], { setting, side, clock: 1 }))
  const place = (side: Side): Place => ({
    id: `#${side}1`,
    thing: '%1',
    row: { fields: fields[side], version: version[side] },
  })
  const pair: Pair = {
    entity: 'e',
    no: 1,
    ids: { a: '#a1', b: '#b1' },
    base: bySide((side) => ({ fields: fields[side], token: version[side] ?? undefined })),
  }
  const system = (side: Side): World[Side] => ({
    places: world[side].places.map((old, at) => (at === 0 ? place(side) : old)),
    keys: {},
  })
  return {
    ...world,
    a: system('a'),
    b: system('b'),
    memory: [{ pair: setting.remember(pair), agreed: fields }],
  }
}
