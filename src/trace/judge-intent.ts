import type { Digests, TracedIntent } from './trace-line.ts'
import type { PairCase, Stand } from './case.ts'
import type { Place, Sighting } from './witness.ts'
import type { Side } from '../core/side.ts'
import { SIDES, otherSide } from '../core/side.ts'
import { complain } from './case.ts'

/** An intent as it becomes durable. */
export interface Intended {
  readonly intent: TracedIntent
  readonly before: Digests | null
  readonly record?: string | undefined
}

/** Judges an intent by the pair it is for and by what the run has seen (W1, W3, W7, W8, W10, W12, W13, D1). */
export function judgeIntent(pair: PairCase, intended: Intended, stand: Stand): void {
  const { intent } = intended
  if (pair.pending !== undefined && pair.pending.intent.op !== intent.op)
    complain(stand, 'W1', `a second intent, while ${pair.pending.intent.op} is not settled`)
  judgeKept(intended, stand)
  judgeCondition(intent, stand)
  if (intent.verb === 'create') judgeCreate(intent, stand)
  if (intent.verb === 'update') judgeUpdate(pair, intent, stand)
  if (intent.verb === 'delete') judgeDelete(pair, intent, stand)
  for (const side of SIDES) judgeSight(pair, side, intent, stand)
}

/** W1: what the request may overwrite is in the journal first; of a delete, the whole record as it was read. */
function judgeKept({ intent, before, record }: Intended, stand: Stand): void {
  const seen = intent.seen[intent.side]?.fields ?? null
  if (!sameDigests(before, seen))
    complain(stand, 'W1', 'what the request may overwrite is not what the journal keeps')
  if (intent.verb !== 'delete') return
  const read = sightingOf(intent, stand)?.record
  if (record === undefined)
    complain(stand, 'W1', 'the record that the delete destroys is not in the journal')
  else if (record !== read)
    complain(stand, 'W1', 'the record in the journal is not the one that was read')
}

/** W3: the version is the one the decision saw, and one that the system showed; no condition has a reason. */
function judgeCondition(intent: TracedIntent, stand: Stand): void {
  const { condition, side } = intent
  if (condition.kind === 'none') {
    if (condition.because === '') complain(stand, 'W3', 'no condition, and no reason why')
    return
  }
  if (condition.kind === 'absent') return
  if (condition.token !== intent.seen[side]?.token)
    complain(stand, 'W3', 'the condition is another version than the one the decision saw')
  if (sightingOf(intent, stand)?.tokens.has(condition.token) !== true)
    complain(stand, 'W3', 'the condition is a version that the system never showed in this run')
}

/** W7: a record that is created again gets a new id. */
function judgeCreate({ op, side, identification }: TracedIntent, { trial, ...rest }: Stand): void {
  if (identification.kind !== 'client-id') return
  const key = `${side} ${identification.id}`
  const chosen = trial.chosen.get(key)
  if (chosen !== undefined && chosen !== op)
    complain({ trial, ...rest }, 'W7', `the id of an earlier create, ${chosen}, is chosen again`)
  trial.chosen.set(key, op)
}

/** W12, W13, D1: an update says something new, says what one side shows or what was recorded, and undoes no edit. */
function judgeUpdate(pair: PairCase, intent: TracedIntent, stand: Stand): void {
  const { side, set, seen } = intent
  const [target, source] = [seen[side]?.fields, seen[otherSide(side)]?.fields]
  const names = Object.keys(set)
  if (names.every((name) => set[name] === target?.[name]))
    complain(stand, 'W12', 'the target shows every value already')
  const merged = names.filter((name) => set[name] !== source?.[name])
  if (merged.some((name) => pair.target?.[name] !== set[name]))
    complain(stand, 'W13', 'a value that the source does not show was not recorded as merged')
  const undone = names.filter(
    (name) => !merged.includes(name) && isUndone(pair, name, intent, stand),
  )
  if (undone.length > 0)
    complain(stand, 'D1', `${undone.join(', ')}: only the target moved, and it is taken back`)
}

/** Only the target moved, and no rule and no person says that the source's value stands. */
function isUndone(
  pair: PairCase,
  name: string,
  { side, seen }: TracedIntent,
  stand: Stand,
): boolean {
  const rules = stand.trial.entities.get(pair.entity)?.fields ?? {}
  const rule = rules[name]
  if (pair.decreed || pair.base === undefined || rule?.owner === otherSide(side)) return false
  const group = Object.keys(rules).filter(
    (each) => each === name || (rule?.group !== undefined && rules[each]?.group === rule.group),
  )
  const hasMoved = (on: Side): boolean =>
    group.some((each) => seen[on]?.fields[each] !== pair.base?.[on].fields[each])
  const agreed = SIDES.every((on) =>
    group.every((each) => pair.base?.[on].fields[each] !== undefined),
  )
  return agreed && hasMoved(side) && !hasMoved(otherSide(side))
}

/** W8: a record goes with its counterpart only if that one is proved absent. */
function judgeDelete(pair: PairCase, { side }: TracedIntent, stand: Stand): void {
  const source = otherSide(side)
  const id = pair.ids[source]
  if (id === undefined) return
  const place: Place = { entity: pair.entity, side: source, id }
  if (stand.trial.witness.of(place)?.state !== 'absent')
    complain(stand, 'W8', `${id} is deleted across, and nothing proves that it is gone`)
}

/** W10: a version that is known to be replaced is no news, unless it was read by id. */
function judgeSight(pair: PairCase, side: Side, { seen }: TracedIntent, stand: Stand): void {
  const [token, id] = [seen[side]?.token, pair.ids[side]]
  if (token === undefined || id === undefined || token !== pair.base?.[side].previous) return
  const sighting = stand.trial.witness.of({ entity: pair.entity, side, id })
  if (sighting?.fresh.has(token) !== true)
    complain(stand, 'W10', `the decision saw ${id} at a version that was replaced before`)
}

function sightingOf({ side, id }: TracedIntent, { trial, subject }: Stand): Sighting | undefined {
  const entity = subject.slice(0, subject.lastIndexOf('/'))
  return id === undefined ? undefined : trial.witness.of({ entity, side, id })
}

/** Whether two records show the same of every field; a field that is not there is empty. */
export function sameDigests(left: Digests | null, right: Digests | null): boolean {
  if (left === null || right === null) return left === right
  const names = new Set([...Object.keys(left), ...Object.keys(right)])
  return [...names].every((name) => (left[name] ?? 'null') === (right[name] ?? 'null'))
}
