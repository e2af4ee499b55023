import type { Layout } from '../ghost/layout.ts'
import type { Observation } from '../../core/observation.ts'
import type { Program } from '../ghost/program.ts'
import type { Setting } from '../setting.ts'
import type { Side } from '../../core/side.ts'
import type { World } from './world.ts'
import { SIDES } from '../../core/side.ts'
import { makeProgram } from '../ghost/program.ts'

/** What is the same for every world of a model. */
export interface Frame {
  readonly setting: Setting
  readonly layout: Layout
}

/** One thing that happens: a name for people, the world after it, what it does to lineages, and the marks it passes. */
export interface Turn {
  readonly name: string
  readonly world: World
  readonly program: Program
  /** There was no room for it in the model. */
  readonly isCut?: boolean | undefined
}

/** Begins a turn. */
export function begin(world: World, { layout }: Frame): Omit<Turn, 'name'> {
  return { world, program: makeProgram(layout) }
}

/** What a side's system is called. */
export function systemName(side: Side, { setting }: Frame): string {
  return setting.terms.names[side]
}

/** What was seen, for people. */
export function seenText(observation: Observation | undefined): string {
  if (observation?.kind !== 'present') return observation?.kind ?? 'nothing'
  return fieldsText(observation.fields)
}

/** Fields with their values, for people. */
export function fieldsText(fields: Readonly<Record<string, unknown>>): string {
  return Object.entries(fields)
    .map(([field, value]) => `${field} = ${JSON.stringify(value)}`)
    .join(', ')
}

/** Slots of everything that a place holds. */
export function placeSlots({ layout }: Frame, side: Side, at: number): number {
  return layout.fields.reduce((all, _, field) => all | layout.row(side, at, field), 0)
}

/** Slots of everything that the job read on a side. */
export function readSlots({ layout }: Frame, side: Side): number {
  return layout.fields.reduce((all, _, field) => all | layout.read(side, field), 0)
}

/** Slots of everything that the decision of a request read on a side. */
export function cargoSlots({ layout }: Frame, no: number, side: Side): number {
  return layout.fields.reduce((all, _, field) => all | layout.cargo(no, side, field), 0)
}

/** Slots of everything that is noted for a request. */
export function requestSlots(frame: Frame, no: number): number {
  const { layout } = frame
  return SIDES.reduce((all, side) => all | cargoSlots(frame, no, side), layout.person(no))
}
