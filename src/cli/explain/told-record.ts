import type { BySystem } from '../inbox/tell-question.ts'
import type { Entry } from '../../engine/plan/entry.ts'
import type { FieldRule } from '../../core/terms.ts'
import type { Names } from '../describe/record.ts'
import type { Observation } from '../../core/observation.ts'
import type { OpenEntity } from '../world.ts'
import type { Pair } from '../../core/pair.ts'
import type { RuleKey } from '../../core/policy/effective-matrix.ts'
import type { Side } from '../../core/side.ts'
import type { Value } from '../../core/value.ts'
import { SIDES, bySide, otherSide } from '../../core/side.ts'
import { asks } from '../../engine/report.ts'
import { answersTo, describeQuestion } from '../describe/question.ts'
import { bySystem } from '../inbox/tell-question.ts'
import { describeCell } from '../describe/cell.ts'
import { describeDecision } from '../describe/decision.ts'
import { describeDecree } from '../describe/resolution.ts'
import { describeSources } from '../matrix/rule-source.ts'
import { fieldRules, presenceRules } from './rules-of.ts'
import { isUnlinked } from '../../engine/observe/read-side.ts'
import { pairName, recordNames } from '../describe/record.ts'
import { typed } from '../options/typed.ts'

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
  /** Where the rules stand that have a say in it; absent where the law alone does. */
  readonly rule?: string | undefined
}

/** One record as it is explained: what was, what is, what follows and why. */
export interface ToldRecord {
  /** The pair, as it is typed; a record that no pair holds by its own id. */
  readonly id: string
  readonly entity: string
  readonly linked: boolean
  readonly records: BySystem<string>
  readonly seen: BySystem<string>
  readonly cell: string
  readonly decision: string
  readonly reason: string
  /** The rule of the configuration that replaced the cell's own action. */
  readonly override?: string | undefined
  /** Where the rules stand that have a say in the record as a whole; absent where the law alone does. */
  readonly rule?: string | undefined
  /** What a person is asked, and who the counterpart could be. */
  readonly question?: string | undefined
  readonly candidates?: readonly string[] | undefined
  readonly fields: readonly ToldField[]
  /** What is open: an unsettled request, an answer to be carried out, a refused write. */
  readonly open: readonly string[]
  readonly next: readonly string[]
}

/** Explains one record from a fresh look at it. `known` is the pair as the memory has it, if it has one. Pure. */
export function tellRecord(entry: Entry, entity: OpenEntity, known: Pair | undefined): ToldRecord {
  const { pair, decision, seen } = entry
  const { names } = entity.terms
  const waiting = known?.decree === undefined ? known?.conflict : undefined
  const { ids } = known ?? pair
  return {
    id: known === undefined ? recordNames({ ids: ownIds(pair) }, names) : pairName(known),
    entity: pair.entity,
    linked: known !== undefined && !isUnlinked(known),
    records: bySystem(names, { a: ids.a, b: ids.b }),
    seen: bySystem(
      names,
      bySide((side) => describeSeen(seen[side])),
    ),
    cell: describeCell(decision.cell, names),
    decision: describeDecision(decision, names),
    reason: [...linkReasons(entry, names), decision.reason].join('; '),
    override: decision.override,
    rule: told(presenceRules(entry), entity),
    question: waiting && describeQuestion(waiting, names),
    candidates: waiting?.candidates,
    fields: entity.terms.fields.map((rule) => tellField(rule, entry, entity)),
    open: openOf(known ?? pair, names),
    next: nextOf(entry, known, names),
  }
}

/** A record that is about to be linked is called by the first id it has. */
function ownIds({ ids }: Pair): Pair['ids'] {
  return ids.a === undefined ? ids : { a: ids.a }
}

/** The link that the next sync makes before it decides. */
function linkReasons({ linking }: Entry, names: Names): readonly string[] {
  return linking.flatMap((event) =>
    event.kind === 'linked' && event.ids.a !== undefined && event.ids.b !== undefined
      ? [`linked ${recordNames(event, names)} by ${event.by}`]
      : [],
  )
}

function told(rules: readonly RuleKey[], entity: OpenEntity): string | undefined {
  return rules.length === 0 ? undefined : describeSources(rules, entity)
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

function tellField(rule: FieldRule, entry: Entry, entity: OpenEntity): ToldField {
  const { pair, seen } = entry
  const { names } = entity.terms
  const { name, owner } = rule
  const shown = (side: Side): Value | undefined => {
    const observation = seen[side]
    return observation.kind === 'present' ? observation.fields[name] : undefined
  }
  const verdict = verdictOf(name, entry, names)
  return {
    field: name,
    owner: owner === 'both' ? 'both' : names[owner],
    base: bySystem(
      names,
      bySide((side) => pair.base?.[side].fields[name]),
    ),
    now: bySystem(names, bySide(shown)),
    verdict,
    rule: verdict === SAME ? undefined : told(fieldRules(name, entry), entity),
  }
}

const SAME = 'same'

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
  return entity.terms.same(field, a.fields[field], b.fields[field]) ? SAME : 'as agreed'
}

function flowsTo(
  { set }: Extract<Entry['decision'], { kind: 'update' }>,
  side: Side,
  field: string,
): boolean {
  const fields = set[side]
  return fields !== undefined && Object.hasOwn(fields, field)
}

function openOf({ intent, decree, parking }: Pair, names: Names): readonly string[] {
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

/** The smallest next commands; none where nothing is to be done, by agreement or by rule. */
function nextOf(entry: Entry, known: Pair | undefined, names: Names): readonly string[] {
  const answers = known === undefined ? [] : answersNow(entry, known, names)
  if (answers.length > 0) return answers
  const { decision, operations } = entry
  const isSettled = decision.kind === 'nothing' || decision.kind === 'hold'
  const isOpen = known?.conflict !== undefined || operations.length > 0
  return isOpen || !isSettled ? ['bilateral sync'] : []
}

/** What answers the question that waits, if it is still asked and nobody answered. */
function answersNow({ decision }: Entry, known: Pair, names: Names): readonly string[] {
  const { conflict, decree } = known
  if (conflict === undefined || decree !== undefined) return []
  if (!asks(decision) && conflict.kind !== 'pending-create') return []
  const id = typed(pairName(known))
  return answersTo(conflict, names).map((answer) => `bilateral resolve ${id} ${answer}`)
}
