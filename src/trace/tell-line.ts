import type { LineOf, TraceLine, TracedChange, TracedEvent } from './trace-line.ts'
import type { Trial } from './case.ts'
import { pairKey, tell } from './case.ts'
import { placeKey } from './witness.ts'

/** Adds a line to the stories of those it is about: pairs, and records that were read by id. Listings tell too much. */
export function tellLine(trial: Trial, line: TraceLine, at: number): void {
  if (line.kind === 'read') tellRead(trial, line, at)
  if (line.kind === 'commit') for (const change of line.changes) tellChange(trial, change, at)
  if (line.kind === 'request')
    tellOf(trial, line.op, at, `${line.verb} ${nameOf(trial, line)} leaves${guardOf(line)}`)
  if (line.kind === 'answer') tellAnswer(trial, line, at)
}

function tellRead(trial: Trial, line: LineOf<'read'>, at: number): void {
  const token = line.token === undefined ? '' : ` at ${line.token}`
  const text = `read ${nameOf(trial, line)}: ${line.answer}${token}`
  tell(trial, placeKey(line), { line: at, text })
}

function tellChange(trial: Trial, { entity, pair, events }: TracedChange, at: number): void {
  const subject = pairKey({ entity, no: pair })
  for (const event of events)
    tell(trial, subject, { line: at, text: `durable: ${sentenceOf(trial, entity, event)}` })
}

function sentenceOf(trial: Trial, entity: string, event: TracedEvent): string {
  if (event.kind !== 'intended') return event.kind
  const { side, id, verb, cell, op } = event.intent
  return `intent ${op}, ${verb} ${nameOf(trial, { entity, side, id })} (${cell})`
}

function tellAnswer(trial: Trial, line: LineOf<'answer'>, at: number): void {
  const op = trial.flying.get(line.no)?.pending?.intent.op
  const more = [line.why, line.id && `as ${line.id}`, line.token && `at ${line.token}`]
  const text = ['answer:', line.answer, ...more.filter((part) => part !== undefined)].join(' ')
  if (op !== undefined) tellOf(trial, op, at, text)
}

/** The story of a request belongs to the pair whose intent it is, if it is one's. */
function tellOf(trial: Trial, op: string, at: number, text: string): void {
  for (const pair of trial.pairs.values())
    if (pair.pending?.intent.op === op) tell(trial, pairKey(pair), { line: at, text })
}

function guardOf({ condition }: LineOf<'request'>): string {
  if (condition.kind === 'none') return ' without a condition'
  return condition.kind === 'absent' ? ' if it is not there' : ` if it is at ${condition.token}`
}

function nameOf(
  trial: Trial,
  {
    entity,
    side,
    id,
  }: { readonly entity: string; readonly side: 'a' | 'b'; readonly id?: string | undefined },
): string {
  const system = trial.entities.get(entity)?.systems[side] ?? side
  return id === undefined ? `a new record of ${system}` : `${system}:${id}`
}
