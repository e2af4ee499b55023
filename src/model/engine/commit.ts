import type { Change, Said } from '../oracle/change.ts'
import type { Cargo, Delayed, Remembered, World } from '../world/world.ts'
import type { Frame } from '../world/turn.ts'
import type { Pair } from '../../core/pair.ts'
import { NO_FIELDS } from '../../core/value.ts'
import { SIDES, bySide } from '../../core/side.ts'
import { note } from '../oracle/lineage.ts'
import { placeOf, rememberedOf, withPlace, withSystem } from '../world/world.ts'

/** Makes events durable: the pair is folded, and what the model knows follows. */
export function commit(world: World, change: Change): World {
  const { pair: before, events, frame } = change
  const { kernel } = frame.setting
  const said: Said = { a: {}, b: {} }
  for (const event of events) note(event, { ...change, world, said })
  const pair = events.reduce<Pair | undefined>(
    (at, event) => at && kernel.foldPair(at, event),
    before,
  )
  const others = world.memory.filter(({ pair: { no } }) => no !== before.no)
  const isOpen = pair?.intent !== undefined
  const delayed = isOpen ? world.delayed : settled(world.delayed, before.no)
  if (pair === undefined) return { ...world, delayed, memory: others }
  const memory = [...others, rememberedAs(pair, world, { said, cargo: change.cargo })]
  return {
    ...acknowledged(world, change),
    delayed,
    memory: memory.sort((left, right) => left.pair.no - right.pair.no),
  }
}

/** What was read when both sides agreed is known from now on, what is not shared included. */
function acknowledged(world: World, { pair, events, seen }: Change): World {
  if (seen === undefined || !events.some(({ kind }) => kind === 'agreed')) return world
  return SIDES.reduce((at, side) => {
    const observation = seen[side]
    const place = placeOf(at[side], pair.ids[side])
    const { row, ...rest } = at[side].places[place] ?? { id: '', thing: '' }
    const isRead = observation?.kind === 'present' && observation.token === row?.version
    if (row?.touched !== true || !isRead) return at
    const known = { ...row, touched: undefined }
    return withSystem(at, side, withPlace(at[side], place, { ...rest, row: known }))
  }, world)
}

function rememberedAs(
  pair: Pair,
  world: World,
  { said, cargo }: { readonly said: Said; readonly cargo: Cargo | undefined },
): Remembered {
  const before = rememberedOf(world, pair.no)
  const agreed = bySide((side) => ({ ...(before?.agreed[side] ?? NO_FIELDS), ...said[side] }))
  const isNews = Object.keys({ ...said.a, ...said.b }).length > 0
  const ceded = said.ceded ?? (isNews ? undefined : before?.ceded)
  return { pair, agreed, ceded, cargo: pair.intent && (cargo ?? before?.cargo) }
}

/** Notes on a request that is still under way that its intent is no more. */
function settled(delayed: Delayed | null, no: number): Delayed | null {
  return delayed?.no === no && !delayed.settled ? { ...delayed, settled: true } : delayed
}

/**
 * What is left once the engine holds nothing any more: the pairs as the setting remembers them. A request whose intent is
 * not remembered must not take effect any more.
 */
export function afterRun(world: World, { setting }: Frame): World {
  if (world.job !== null || setting.remember === wholePair) return world
  const memory = world.memory.map(({ pair: before, cargo, ...known }): Remembered => {
    const pair = setting.remember(before)
    return { ...known, pair, cargo: pair.intent && cargo }
  })
  const open = memory.filter(({ pair }) => pair.intent !== undefined).map(({ pair }) => pair.no)
  const { delayed } = world
  const isOver = delayed !== null && !open.includes(delayed.no)
  return { ...world, memory, delayed: isOver ? { ...delayed, settled: true } : delayed }
}

/** Remembers everything of a pair. */
export function wholePair(pair: Pair): Pair {
  return pair
}
