import type { BySide, Side } from '../../core/side.ts'
import { SIDES } from '../../core/side.ts'
import type { Value } from '../../core/value.ts'
import type { Lens } from '../lens.ts'
import type { Step } from './lens-chain.ts'
import { CATALOGUE, NOT_OFFERED } from '../lenses/catalogue.ts'
import { isBranch, isList } from '../path/branch.ts'
import type { Branch } from '../path/branch.ts'
import { failure } from '../problem.ts'
import type { Result } from '../problem.ts'
import { denyKind, quote } from '../quote.ts'
import { bind } from './bind.ts'
import { STEP_LENGTH_MAX, parseCall } from './call.ts'
import type { Argument, Call } from './call.ts'
import type { Entry } from './entry.ts'
import { findNearest } from './nearest.ts'

/** What a step may refer to. */
export interface StepContext {
  readonly sides: BySide<string>
  readonly members?: readonly string[] | undefined
  /** Reads a chain within a step. */
  inner(as: Value): Result<Lens>
}

const ENTRIES: ReadonlyMap<string, Entry> = new Map(CATALOGUE.map((entry) => [entry.name, entry]))

/** Keys of a step that say where it applies; every other key is the lens or one of its arguments. */
const MODIFIERS: readonly string[] = ['side', 'member']

/** Reads one step, in either form. */
export function parseStep(written: Value, at: string, context: StepContext): Result<Step> {
  if (typeof written === 'string') return parseText(written, at, context)
  if (isBranch(written)) return parseObject(written, at, context)
  return failure(at, denyKind(written, 'a step, which is a text or an object'))
}

function parseText(text: string, at: string, context: StepContext): Result<Step> {
  const call = parseCall(text)
  if (call !== undefined) return placeStep(makeLens(call, at, context), {}, at)
  if (text.length > STEP_LENGTH_MAX)
    return failure(at, `a step is longer than ${STEP_LENGTH_MAX} characters`)
  // YAML splits `[text(trim, lower)]` at the comma.
  if (text.includes('(') !== text.includes(')'))
    return failure(at, `${quote(text)} is half a step; within [ ] a step with a comma needs quotes`)
  const names = text.split(/[\s,|]+/).filter((name) => name !== '')
  const listed = names.length > 1 && names.every((name) => ENTRIES.has(name))
  return failure(
    at,
    `${quote(text)} is not a step: a name, with arguments in brackets where it takes any`,
    listed ? `[${names.join(', ')}]` : undefined,
  )
}

function parseObject(written: Branch, at: string, context: StepContext): Result<Step> {
  const keys = Object.keys(written).filter((key) => !MODIFIERS.includes(key))
  const name = keys.find((key) => ENTRIES.has(key)) ?? keys[0]
  if (name === undefined) return failure(at, 'the step says where it applies but not what it does')
  const entry = ENTRIES.get(name)
  const argument = written[name] ?? null
  if (isOff(argument, entry))
    return failure(at, `${name} has no argument; a step that does nothing is left out`)
  const forMembers = isMemberList(argument, entry)
  const where = parseWhere(forMembers ? { member: argument, ...written } : written, at, context)
  if (!where.ok) return where
  const direct = forMembers ? [] : toArguments(argument, entry)
  const named = toNamed(
    written,
    keys.filter((key) => key !== name),
  )
  const call = { name, arguments: [...direct, ...named] }
  return placeStep(makeLens(call, at, context), where.value, at)
}

function isOff(argument: Value, entry: Entry | undefined): boolean {
  return argument === null || (argument === false && entry?.whole !== true)
}

/** `{ upper: [country] }`: a lens without arguments takes the members it is for. */
function isMemberList(argument: Value, entry: Entry | undefined): argument is readonly Value[] {
  return entry?.parameters.length === 0 && isList(argument)
}

function toNamed(written: Branch, keys: readonly string[]): readonly Argument[] {
  return keys.map((key) => ({ name: key, value: written[key] ?? null }))
}

/** `true` is no argument, a list is several by place, an object several by name. */
function toArguments(argument: Value, entry: Entry | undefined): readonly Argument[] {
  if (entry?.whole === true) return [{ value: argument }]
  if (argument === true) return []
  if (isList(argument)) return argument.map((value) => ({ value }))
  return isBranch(argument) ? toNamed(argument, Object.keys(argument)) : [{ value: argument }]
}

type Where = Omit<Step, 'lens'>

function parseWhere(written: Branch, at: string, context: StepContext): Result<Where> {
  const { side: sideName, member = null } = written
  const side = parseSide(sideName, at, context.sides)
  if (!side.ok || member === null) return side
  const members = parseMembers(isList(member) ? member : [member], at, context)
  return members.ok ? { ok: true, value: { ...side.value, ...members.value } } : members
}

function parseSide(name: Value | undefined, at: string, sides: BySide<string>): Result<Where> {
  if (name === undefined) return { ok: true, value: {} }
  const side = SIDES.find((candidate): candidate is Side => sides[candidate] === name)
  if (side !== undefined) return { ok: true, value: { side } }
  const names = SIDES.map((candidate) => sides[candidate])
  const nearest = typeof name === 'string' ? findNearest(name, names) : undefined
  return failure(
    at,
    `${quote(name)} is not a system here; the systems are ${names.join(' and ')}`,
    nearest,
  )
}

function parseMembers(
  names: readonly Value[],
  at: string,
  { members }: StepContext,
): Result<{ readonly members: readonly string[] }> {
  if (members === undefined)
    return failure(at, 'the field has no members: only a group, which has several paths, does')
  const known = names.filter((name) => typeof name === 'string' && members.includes(name))
  const stray = names.find((name) => !known.includes(name))
  if (stray === undefined) return { ok: true, value: { members: known as readonly string[] } }
  const nearest = typeof stray === 'string' ? findNearest(stray, members) : undefined
  return failure(at, `the group has no member ${quote(stray)}`, nearest)
}

function makeLens(call: Call, at: string, context: StepContext): Result<Lens> {
  const entry = ENTRIES.get(call.name)
  if (entry === undefined) return refuseName(call.name, at)
  const bound = bind(entry, call)
  if (!bound.ok) return failure(at, bound.reason, bound.suggestion)
  const result = entry.make(bound.given, (as) => context.inner(as))
  return result.ok
    ? { ok: true, value: result.lens }
    : failure(at, result.reason, result.suggestion)
}

/** Puts a lens in its place; some may not stand on one side alone (M8). */
function placeStep(lens: Result<Lens>, where: Where, at: string): Result<Step> {
  if (!lens.ok) return lens
  const { name, bothSides } = lens.value
  return where.side === undefined || bothSides === undefined
    ? { ok: true, value: { lens: lens.value, ...where } }
    : failure(at, `${name} cannot have a side: ${bothSides}`, name)
}

function refuseName(name: string, at: string): Result<never> {
  const known = NOT_OFFERED.get(name)
  if (known !== undefined) return failure(at, `there is no ${name}: ${known.reason}`, known.instead)
  const nearest = findNearest(name, ENTRIES.keys())
  return failure(at, `there is no lens ${quote(name)}`, ENTRIES.get(nearest ?? '')?.example)
}
