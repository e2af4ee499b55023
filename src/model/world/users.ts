import type { Conflict, Resolution } from '../../core/pair.ts'
import type { Frame, Turn } from './turn.ts'
import type { Place, Remembered, World } from './world.ts'
import type { Service } from './system.ts'
import type { Side } from '../../core/side.ts'
import type { Value } from '../../core/value.ts'
import { sameValue } from '../../core/value.ts'
import { SIDES, otherSide } from '../../core/side.ts'
import { begin, fieldsText, placeSlots, systemName } from './turn.ts'
import { commit } from '../engine/commit.ts'
import { idsOf, newName } from './names.ts'
import { put } from '../ghost/program.ts'
import {
  freePlace,
  latenessIn,
  systemIn,
  valuesFor,
  versionOf,
  withContent,
  withoutRow,
} from './system.ts'
import { rowOf, withPlace, withSystem } from './world.ts'

/** Everything a user of one side may do now: create where nothing is, update to any other value, delete, bring back. */
export function usersTurns(world: World, side: Side, frame: Frame): readonly Turn[] {
  const { users } = frame.setting
  const hasRows = world[side].places.some((place) => place?.row !== undefined)
  const created =
    !hasRows && users.creates[side] && hasRoom(world, side, frame)
      ? creations(world, side, frame)
      : []
  const edits = world[side].places.flatMap((place, at) => {
    if (place === null) return []
    return place.row === undefined
      ? returns(world, { side, at, place, frame })
      : [
          ...updates(world, { side, at, place, frame }),
          ...touches(world, { side, at, place, frame }),
          ...deletions(world, { side, at, place, frame }),
        ]
  })
  return [...created, ...edits]
}

/** There are not too many pairs and records without one; where records meet by a key, one on each side are one. */
function hasRoom({ memory, job, ...systems }: World, side: Side, { setting }: Frame): boolean {
  const sides = setting.keyed ? [side] : SIDES
  const linked = [...memory.map(({ pair }) => pair.ids), job?.linking ?? {}]
  const strays = sides.flatMap((one) =>
    systems[one].places.filter(
      (place) => place?.row !== undefined && !linked.some((ids) => ids[one] === place.id),
    ),
  )
  const pairs = memory.length + (job?.linking === undefined ? 0 : 1)
  return pairs + strays.length < setting.room.pairs
}

function creations(world: World, side: Side, frame: Frame): readonly Turn[] {
  const { setting, layout } = frame
  const [first = '', ...others] = layout.fields
  const service = { setting, side, clock: world.clock }
  return valuesFor(first, service).map((value) => {
    const turn = begin(world, frame)
    const rest = others.map((field) => [field, valuesFor(field, service)[0] ?? null])
    const fields = { [first]: value, ...(Object.fromEntries(rest) as Record<string, Value>) }
    const id = newName(idsOf(side))
    const at = freePlace(world[side], id)
    const row = { fields, version: versionOf(fields, service) }
    put(turn.program, 'write', placeSlots(frame, side, at))
    const system = withPlace(world[side], at, { id, thing: newName('%'), row })
    const name = `${systemName(side, frame)}'s user creates a record: ${fieldsText(fields)}`
    return { ...turn, name, world: withSystem(world, side, system), isCut: at === -1 }
  })
}

interface Spot {
  readonly side: Side
  readonly at: number
  readonly place: Place
  readonly frame: Frame
}

function updates(world: World, spot: Spot): readonly Turn[] {
  const { side, place, frame } = spot
  const { setting, layout } = frame
  const service = { setting, side, clock: world.clock }
  if (!setting.users.updates[side]) return []
  const ages = systemIn(service).versions === 'stamp' ? [0, latenessIn(service)] : [0]
  return layout.fields.flatMap((field) =>
    valuesFor(field, service)
      .filter((value) => !sameValue(value, place.row?.fields[field]))
      .flatMap((value) =>
        [...new Set(ages)].map((age) => update(world, spot, { field, value, age }, service)),
      ),
  )
}

interface Edit {
  readonly field: string
  readonly value: Value
  /** Ticks that its stamp is late. */
  readonly age: number
}

function update(
  world: World,
  { side, at, place, frame }: Spot,
  edit: Edit,
  service: Service,
): Turn {
  const { layout } = frame
  const turn = begin(world, frame)
  const row = layout.row(side, at, layout.fields.indexOf(edit.field))
  remember(turn, { side, at, place, frame })
  put(turn.program, 'write', row)
  const fields = { ...place.row?.fields, [edit.field]: edit.value }
  const { touched } = place.row ?? {}
  const content = { fields, version: versionOf(fields, service, edit.age), touched }
  const system = withContent(world[side], at, content, service)
  const late = edit.age > 0 ? ', stamped late' : ''
  const what = fieldsText({ [edit.field]: edit.value })
  const name = `${systemName(side, frame)}'s user sets ${what}${late}`
  return { ...turn, name, world: withSystem(world, side, system) }
}

/** An edit of what is not shared belongs to the record, which its first field stands for. */
function touches(world: World, spot: Spot): readonly Turn[] {
  const { side, at, place, frame } = spot
  const { setting, layout } = frame
  if (!setting.users.touches[side] || place.row === undefined) return []
  const turn = begin(world, frame)
  remember(turn, spot)
  put(turn.program, 'write', layout.row(side, at, 0))
  const { fields } = place.row
  const service = { setting, side, clock: world.clock }
  const content = { fields, version: versionOf(fields, service), touched: true }
  const system = withContent(world[side], at, content, service)
  const name = `${systemName(side, frame)}'s user edits what is not shared`
  return [{ ...turn, name, world: withSystem(world, side, system) }]
}

function deletions(world: World, spot: Spot): readonly Turn[] {
  const { side, at, frame } = spot
  const { layout, setting } = frame
  if (!setting.users.deletes[side]) return []
  const turn = begin(world, frame)
  const here = placeSlots(frame, side, at)
  const absence = layout.row(side, at, 0)
  remember(turn, spot)
  put(turn.program, 'copy', absence, here)
  put(turn.program, 'clear', here & ~absence)
  put(turn.program, 'write', absence | layout.deletions)
  const system = withoutRow(world[side], at, { setting, side, clock: world.clock })
  const name = `${systemName(side, frame)}'s user deletes the record`
  return [{ ...turn, name, world: withSystem(world, side, system) }]
}

/** What a record descended from before it changes, where reads may be stale. */
function remember({ program }: Omit<Turn, 'name'>, { side, at, frame }: Spot): void {
  const { layout, setting } = frame
  if (!setting.faults.stale) return
  layout.fields.forEach((_, field) =>
    put(program, 'copy', layout.before(side, at, field), layout.row(side, at, field)),
  )
}

function returns(world: World, { side, at, place, frame }: Spot): readonly Turn[] {
  const { layout, setting } = frame
  const service = { setting, side, clock: world.clock }
  const isAlone = world[side].places.every((other) => other?.row === undefined)
  if (!setting.users.restores || systemIn(service).tombstones || !isAlone) return []
  const [first = '', ...others] = layout.fields
  return valuesFor(first, service).map((value) => {
    const turn = begin(world, frame)
    const rest = others.map((field) => [field, valuesFor(field, service)[0] ?? null])
    const fields = { [first]: value, ...(Object.fromEntries(rest) as Record<string, Value>) }
    const absence = layout.row(side, at, 0)
    const here = placeSlots(frame, side, at)
    put(turn.program, 'write', here)
    put(turn.program, 'add', here, absence)
    const row = { fields, version: versionOf(fields, service) }
    const system = withPlace(world[side], at, { ...place, row })
    const name = `${systemName(side, frame)}'s user brings the record back: ${fieldsText(fields)}`
    return { ...turn, name, world: withSystem(world, side, system) }
  })
}

/** What a person puts in the place of two values. */
const DECREED: Value = 'theirs'

/** Everything a person may answer now: to a conflict a side or a value of their own, to an unanswered create its fate. */
export function personsTurns(world: World, frame: Frame): readonly Turn[] {
  if (!frame.setting.users.answers || world.job !== null) return []
  return world.memory.flatMap((remembered) => {
    const { pair } = remembered
    const { conflict } = pair
    if (conflict === undefined || pair.decree !== undefined) return []
    return answersTo(world, conflict, remembered).map((resolution) => {
      const turn = begin(world, frame)
      const answer = frame.layout.answer(pair.no)
      put(turn.program, 'clear', answer)
      put(turn.program, 'write', answer)
      const event = { kind: 'decreed', decree: { resolution, conflict, byWhom: 'p' } } as const
      const next = commit(world, { pair, events: [event], frame, program: turn.program })
      return { ...turn, name: `a person answers: ${resolutionText(resolution)}`, world: next }
    })
  })
}

function resolutionText(resolution: Resolution): string {
  if (resolution.kind === 'take') return `take ${resolution.side}`
  return resolution.kind === 'values' ? fieldsText(resolution.fields) : resolution.kind
}

/** A person knows whether a create landed, and which record it made. */
function answersTo(
  world: World,
  { kind, disputes }: Conflict,
  { pair: { intent }, cargo }: Remembered,
): readonly Resolution[] {
  if (kind === 'pending-create') {
    const side = intent?.side ?? 'a'
    const ours = world[side].places.find(
      (place) =>
        place !== null &&
        rowOf(world[side], place.id) !== undefined &&
        (cargo?.things ?? []).includes(place.thing),
    )
    if (ours !== undefined && ours !== null) return [{ kind: 'adopt', id: ours.id }]
    return cargo?.applied === true ? [{ kind: 'forget' }] : [{ kind: 'retry' }, { kind: 'forget' }]
  }
  const fields = Object.fromEntries(disputes.map(({ field }) => [field, DECREED]))
  const values: Resolution[] = disputes.length === 0 ? [] : [{ kind: 'values', fields }]
  return [...SIDES.map((side) => ({ kind: 'take', side: otherSide(side) }) as const), ...values]
}
