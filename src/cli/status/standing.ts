import type { EntityStatus, Status } from '../../engine/status.ts'
import type { RunFact } from '../../core/journal.ts'
import { EXIT_CODES } from '../../errors.ts'

/** How a pairing stands, in a word. */
export type StandingKind =
  | 'never-run'
  | 'running'
  /** The last run neither ended nor runs any more. */
  | 'cut-off'
  /** Both systems agreed on everything when the last run ended. */
  | 'agreed'
  /** They agreed on everything but what is open. */
  | 'agreed-except'
  /** The last run did not come to its end: a guard, an error or an interrupt stopped it. */
  | 'stopped'

/** How a pairing stands, and what to do about it. */
export interface Standing {
  readonly kind: StandingKind
  /** Pairs about which something is open. */
  readonly open: number
  /** The smallest next command, where there is one. */
  readonly next?: string | undefined
}

/** What tells whether somebody is at work. */
export interface Surveillance {
  readonly nowMs: number
  /** Whether an owner runs; `undefined` where that cannot be told from here. */
  readonly isRunning: (owner: string) => boolean | undefined
}

/** Says how a pairing stands (C60). A run that did not end runs while its lease may be its own, and was cut off otherwise. */
export function standingOf(status: Status, surveillance: Surveillance): Standing {
  const { lastRun, entities } = status
  const open = entities.reduce((sum, entity) => sum + openIn(entity), 0)
  if (lastRun === undefined) return { kind: 'never-run', open, next: 'bilateral plan' }
  if (isUnderWay(status, surveillance)) return { kind: 'running', open }
  if (lastRun.ended === undefined) return { kind: 'cut-off', open, next: 'bilateral sync' }
  if (!wentThrough(lastRun)) return { kind: 'stopped', open, next: 'bilateral plan' }
  if (open === 0 && lastRun.ended.exitCode !== EXIT_CODES.partial) return { kind: 'agreed', open }
  return { kind: 'agreed-except', open, next: nextFor(entities) }
}

function isUnderWay({ lease }: Status, { nowMs, isRunning }: Surveillance): boolean {
  return lease !== undefined && (isRunning(lease.owner) ?? lease.expiresMs > nowMs)
}

const THROUGH: readonly number[] = [EXIT_CODES.done, EXIT_CODES.waiting, EXIT_CODES.partial]

function wentThrough({ ended }: RunFact): boolean {
  return ended !== undefined && THROUGH.includes(ended.exitCode)
}

function openIn({ conflicts, decrees, intents, parked }: EntityStatus): number {
  return conflicts + decrees + intents + parked
}

function nextFor(entities: readonly EntityStatus[]): string {
  const asks = entities.some(({ conflicts }) => conflicts > 0)
  return asks ? 'bilateral conflicts' : 'bilateral sync'
}
