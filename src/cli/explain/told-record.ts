import type { BySystem } from '../inbox/tell-question.ts'
import type { Entry } from '../../engine/plan/entry.ts'
import type { FieldRule } from '../../core/terms.ts'
import type { Names } from '../describe/record.ts'
import type { Observation } from '../../core/observation.ts'
import type { Side } from '../../core/side.ts'
import type { Value } from '../../core/value.ts'
import { SIDES, bySide, otherSide } from '../../core/side.ts'
import { answersTo } from '../describe/question.ts'
import { bySystem } from '../inbox/tell-question.ts'
import { describeCell } from '../describe/cell.ts'
import { describeDecision } from '../describe/decision.ts'
import { describeDecree } from '../describe/resolution.ts'
import { pairName } from '../describe/record.ts'

/** One field of a record as it is explained. */
export interface ToldField {
  readonly field: string
  readonly owner: string
  /** What each system said when the pair last agreed; absent for a field that never did. */
  readonly base: BySystem<Value>
  /** What each system says now; absent where the value cannot be read. */
  readonly now: BySystem<Value>
  /** What becomes of it. */
  readonly verdict: string
}

/** One pair as it is explained: what was, what is, what follows and why. */
export interface ToldRecord {
  readonly id: string
  readonly entity: string
  readonly records: BySystem<string>
  readonly seen: BySystem<string>
  readonly cell: string
  readonly decision: string
  readonly reason: string
  /** The rule of the configuration that replaced the cell's own action. */
  readonly override?: string | undefined
  readonly fields: readonly ToldField[]
  /** What is open: an unsettled request, an answer to be carried out, a refused write. */
  readonly open: readonly string[]
  readonly next: readonly string[]
}

/** Explains one pair from a fresh look at it. Pure. */
export function tellRecord(entry: Entry, names: Names): ToldRecord {
  const { pair, decision, seen, entity } = entry
  const { conflict, decree } = pair
  const isAsked = conflict !== undefined && decree === undefined
  return {
    id: pairName(pair),
    entity: pair.entity,
    records: bySystem(names, { a: pair.ids.a, b: pair.ids.b }),
    seen: bySystem(
      names,
      bySide((side) => describeSeen(seen[side])),
    ),
    cell: describeCell(decision.cell, names),
    decision: isAsked ? 'it waits for a person' : describeDecision(decision, names),
    reason: isAsked ? conflict.reason : decision.reason,
    override: decision.override,
    fields: entity.terms.fields.map((rule) => tellField(rule, entry, names)),
    open: openOf(entry, names),
    next: nextOf(entry, names),
  }
}

function describeSeen(observation: Observation): string {
  switch (observation.kind) {
    case 'present':
      return observation.token === undefined ? 'there' : `there, version ${observation.token}`
    case 'absent':
      return observation.proof === 'unlinked' ? 'no record' : `not there (${observation.proof})`
    case 'moved':
      return `moved to ${observation.to}`
    case 'out-of-scope':
    case 'unknown':
      return `unknown: ${observation.why}`
  }
}

function tellField(rule: FieldRule, entry: Entry, names: Names): ToldField {
  const { pair, seen } = entry
  const { name, owner } = rule
  const shown = (side: Side): Value | undefined => {
    const observation = seen[side]
    return observation.kind === 'present' ? observation.fields[name] : undefined
  }
  return {
    field: name,
    owner: owner === 'both' ? 'both' : names[owner],
    base: bySystem(
      names,
      bySide((side) => pair.base?.[side].fields[name]),
    ),
    now: bySystem(names, bySide(shown)),
    verdict: verdictOf(name, entry, names),
  }
}

function verdictOf(field: string, { decision, seen, entity }: Entry, names: Names): string {
  const note = decision.notes.find((each) => each.field === field)
  if (note !== undefined) return `${note.kind}: ${note.reason}`
  if (decision.kind === 'update' || decision.kind === 'conflict') {
    if (decision.disputes.some((dispute) => dispute.field === field)) return 'asked'
    const to =
      decision.kind === 'update' ? SIDES.filter((side) => flowsTo(decision, side, field)) : []
    if (to.length > 0)
      return to.map((side) => `${names[otherSide(side)]} → ${names[side]}`).join(', ')
  }
  const { a, b } = seen
  if (a.kind !== 'present' || b.kind !== 'present') return ''
  return entity.terms.same(field, a.fields[field], b.fields[field]) ? 'same' : 'as agreed'
}

function flowsTo(
  { set }: Extract<Entry['decision'], { kind: 'update' }>,
  side: Side,
  field: string,
): boolean {
  const fields = set[side]
  return fields !== undefined && Object.hasOwn(fields, field)
}

function openOf({ pair }: Entry, names: Names): readonly string[] {
  const { intent, decree, parking } = pair
  return [
    ...(intent === undefined
      ? []
      : [`a ${intent.verb} on ${names[intent.side]} is not settled yet (request ${intent.op})`]),
    ...(decree === undefined ? [] : [`decided: ${describeDecree(decree, names)}`]),
    ...(parking === undefined
      ? []
      : [`refused by ${names[parking.side]}: ${parking.message}; not sent again until it changes`]),
  ]
}

function nextOf({ pair, decision, operations }: Entry, names: Names): readonly string[] {
  const { conflict, decree } = pair
  if (conflict !== undefined && decree === undefined)
    return answersTo(conflict, names).map(
      (answer) => `bilateral resolve ${pairName(pair)} ${answer}`,
    )
  if (operations.length > 0 || decree !== undefined || decision.kind !== 'nothing')
    return ['bilateral sync']
  return []
}
