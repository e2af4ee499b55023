import type { AttributeName } from './attribute.ts'
import type { Setting } from '../src/model/setting.ts'
import type { Trace } from '../src/checker/trace.ts'
import { ATTRIBUTES } from './attribute.ts'
import { BREACHES } from '../src/model/ghost/cause.ts'
import { explore } from '../src/checker/explore.ts'
import { pairModel } from '../src/model/pair-model.ts'

/** States after which the search for a counterexample gives up, and one that should close counts as not closed. */
export const STATES_MAX = 2_000_000

/** What two systems can do and what goes wrong, with what the memory is for there. */
export interface Row {
  readonly name: string
  /** One sentence for people. */
  readonly meaning: string
  readonly setting: Setting
  /** What remains although everything is remembered, by the names of BREACHES: exactly this is to be found. */
  readonly remains: readonly string[]
  /** The setting's room is a bound: there are turns for which it has none. */
  readonly isCut?: boolean | undefined
  /** For each attribute the breach that appears without it; `null` where the memory can do without. */
  readonly without: Readonly<Partial<Record<AttributeName, string | null>>>
}

/** A search in which everything is remembered, or one attribute is not. */
export interface Found {
  readonly closed: boolean
  readonly states: number
  readonly transitions: number
  readonly cuts: number
  /** What was broken, in the order of BREACHES. */
  readonly breaches: readonly string[]
  /** The shortest story of the breach that was looked for. */
  readonly trace?: Trace | undefined
  readonly collisionProbability: number
}

/** A row of the table and one attribute in it: what was found with and without. */
export interface Finding {
  readonly row: Row
  readonly attribute: AttributeName
  /** What the row states of the attribute. */
  readonly stated: string | null
  readonly kept: Found
  readonly dropped: Found
}

/** Explores a row with everything remembered. */
export function keep({ name, setting }: Row): Found {
  return search({ ...setting, name }, undefined)
}

/** Explores a row without one attribute: up to the breach that is stated, or to the end. */
export function drop({ name, setting, without }: Row, attribute: AttributeName): Found {
  const remember = ATTRIBUTES[attribute].drop
  return search({ ...setting, name, remember }, without[attribute] ?? undefined)
}

function search(setting: Setting, wanted: string | undefined): Found {
  const model = pairModel(setting)
  const stopAt = wanted === undefined ? undefined : new Set([wanted])
  const found = explore(model, { statesMax: STATES_MAX, ...(stopAt && { stopAt }) })
  const { closed, states, transitions, breaches, collisionProbability } = found
  return {
    closed,
    states,
    transitions,
    cuts: model.cuts(),
    breaches: BREACHES.filter((breach) => breaches.has(breach)),
    trace: wanted === undefined ? undefined : breaches.get(wanted)?.trace,
    collisionProbability,
  }
}

/** Tells whether a row with everything remembered breaks exactly what it states. */
export function isKeptAsStated(
  { remains, isCut }: Row,
  { closed, cuts, breaches }: Found,
): boolean {
  return closed && (cuts === 0 || isCut === true) && sameNames(breaches, remains)
}

/** Tells whether both searches of an attribute found what the row states. */
export function isAsStated({ row, stated, kept, dropped }: Finding): boolean {
  if (!isKeptAsStated(row, kept)) return false
  if (stated === null) return isKeptAsStated(row, dropped)
  return dropped.trace !== undefined && !kept.breaches.includes(stated)
}

function sameNames(left: readonly string[], right: readonly string[]): boolean {
  return [...left].sort().join() === [...right].sort().join()
}
