import type { Value } from '../../core/value.ts'
import { quote } from '../quote.ts'
import type { Call } from './call.ts'
import type { Arguments, Entry, Parameter } from './entry.ts'
import { findNearest } from './nearest.ts'

/** Arguments in their places, or why they do not fit. */
export type Binding =
  | { readonly ok: true; readonly given: Arguments }
  | { readonly ok: false; readonly reason: string; readonly suggestion: string }

/** Gives every argument of a call to a parameter of the entry it names. */
export function bind(entry: Entry, call: Call): Binding {
  const given = new Map<string, Value>()
  for (const { name, value } of call.arguments) {
    const misfit =
      name === undefined ? bindPlace(entry, given, value) : bindName(entry, given, [name, value])
    if (misfit !== undefined) return misfit
  }
  const missing = entry.parameters.find(
    ({ name, required }) => required === true && !given.has(name),
  )
  if (missing === undefined) return { ok: true, given }
  return refuseCall(entry, `${entry.name} needs ${describeParameter(missing)}`)
}

type Misfit = Extract<Binding, { readonly ok: false }>

function bindPlace(entry: Entry, given: Map<string, Value>, value: Value): Misfit | undefined {
  const left = entry.parameters.filter(({ name }) => !given.has(name))
  const parameter = left.find(({ accepts }) => accepts(value))
  if (parameter === undefined)
    return refuseCall(entry, describeSurplus(entry, left, value), nearestFlag(entry, value))
  given.set(parameter.name, value)
  return undefined
}

function bindName(
  entry: Entry,
  given: Map<string, Value>,
  [name, value]: readonly [string, Value],
): Misfit | undefined {
  const parameter = entry.parameters.find((candidate) => candidate.name === name)
  if (parameter === undefined) {
    const nearest = findNearest(
      name,
      entry.parameters.map((candidate) => candidate.name),
    )
    return refuseCall(entry, `${entry.name} has no argument ${quote(name)}`, nearest)
  }
  if (given.has(name)) return refuseCall(entry, `${name} is given twice`)
  if (parameter.flag === true && value === false) return undefined
  if (!parameter.accepts(value))
    return refuseCall(entry, `${name} has to be ${parameter.wants}, not ${quote(value)}`)
  given.set(name, value)
  return undefined
}

/** The flag that was probably mistyped. */
function nearestFlag({ parameters }: Entry, value: Value): string | undefined {
  const flags = parameters.filter(({ flag }) => flag === true).map(({ name }) => name)
  return typeof value === 'string' ? findNearest(value, flags) : undefined
}

/** Flags that were given are named as well: what stands beside them may be meant as one of them. */
function describeSurplus(entry: Entry, left: readonly Parameter[], value: Value): string {
  const takes = entry.parameters.filter((one) => one.flag === true || left.includes(one))
  const wanted = takes.map(describeParameter).join(', ')
  const rest = left.length === 0 ? 'it takes no further argument' : `it takes ${wanted}`
  return `${entry.name} does not understand ${quote(value)}: ${rest}`
}

function describeParameter({ name, wants, flag }: Parameter): string {
  return flag === true ? name : `${name} (${wants})`
}

function refuseCall(entry: Entry, reason: string, suggestion = entry.example): Misfit {
  return { ok: false, reason, suggestion }
}
