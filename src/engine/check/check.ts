import type { Entity, Pairing } from '../pairing.ts'
import { SIDES, bySide } from '../../core/side.ts'
import type { BySide } from '../../core/side.ts'
import type { EntityCheck } from './check-entity.ts'
import type { Finding } from './finding.ts'
import type { IdentityFact } from '../../core/journal.ts'
import type { Listener } from '../events.ts'
import type { PairedIds } from './check-field.ts'
import type { Side } from '../../core/side.ts'
import type { SystemCheck } from '../../adapters/adapter.ts'
import { checkEntity } from './check-entity.ts'
import { judgeEntity } from './judge-entity.ts'
import { refuseStrayPaths } from '../paths/stray-path.ts'

/** What to check, and who listens meanwhile. */
export interface CheckRequest {
  /** Only the entity of this name; the caller has made sure that there is one. */
  readonly entity?: string | undefined
  readonly listener: Listener
  readonly signal: AbortSignal
}

/** One system as its own tests show it. */
export interface TestedSystem {
  readonly name: string
  /** Absent when it failed a test. */
  readonly identity?: IdentityFact | undefined
  readonly tests: readonly SystemCheck[]
  readonly requests: number
}

/** Everything that was found out. Nothing was written, to no system and not to the memory. */
export interface CheckReport {
  readonly systems: BySide<TestedSystem>
  /** Empty when a system failed a test: what cannot be read cannot be judged. */
  readonly entities: readonly EntityCheck[]
  /** Errors first. */
  readonly findings: readonly Finding[]
}

/**
 * Tests both systems, then reads every entity whole and tells what a run would meet. Writes nothing. Rejects with what a
 * listing throws, and with `SYSTEM_UNAVAILABLE` when a system does not answer at all.
 */
export async function check(
  { systems, entities, store }: Pairing,
  { entity: only, listener, signal }: CheckRequest,
): Promise<CheckReport> {
  const tests = await Promise.all(SIDES.map((side) => systems[side].test(signal)))
  const tested = bySide((side) => tests[SIDES.indexOf(side)] ?? [])
  const failures = SIDES.flatMap((side) => failedTests(side, systems[side].name, tested[side]))
  const identities =
    failures.length > 0
      ? []
      : await Promise.all(SIDES.map((side) => systems[side].identify(signal)))
  const checked = failures.length > 0 ? [] : chosen(entities, only)
  await refuseStrayPaths(checked, signal)
  const checks: EntityCheck[] = []
  const findings: Finding[] = [...failures]
  let paired: PairedIds = new Map()
  for (const entity of checked) {
    const done = await checkEntity({ entity, store, listener, signal }, paired)
    paired = done.paired
    if (only !== undefined && entity.name !== only) continue
    checks.push(done.check)
    findings.push(...judgeEntity(entity, done.check))
  }
  return {
    systems: bySide((side) => ({
      name: systems[side].name,
      identity: identities[SIDES.indexOf(side)],
      tests: tested[side],
      requests: systems[side].usage().requests,
    })),
    entities: checks,
    findings: [...ofSeverity(findings, 'error'), ...ofSeverity(findings, 'warning')],
  }
}

/** An entity is checked after those it refers to, because its references are judged by their counterparts. */
function chosen(entities: readonly Entity[], only: string | undefined): readonly Entity[] {
  if (only === undefined) return entities
  const wanted = new Set([only])
  for (const { name, terms } of entities.toReversed()) {
    const targets = wanted.has(name) ? terms.fields.flatMap(({ refersTo }) => refersTo ?? []) : []
    for (const target of targets) wanted.add(target)
  }
  return entities.filter(({ name }) => wanted.has(name))
}

function failedTests(side: Side, name: string, tests: readonly SystemCheck[]): readonly Finding[] {
  return tests
    .filter(({ ok }) => !ok)
    .map((test) => ({
      severity: 'error',
      kind: 'test-failed',
      side,
      text: `${name} fails its test "${test.name}": ${test.detail}`,
      examples: [],
    }))
}

function ofSeverity(findings: readonly Finding[], severity: Finding['severity']): Finding[] {
  return findings.filter((finding) => finding.severity === severity)
}
