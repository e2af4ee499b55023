import type { Pairing } from './pairing.ts'
import type { Plan } from './plan/plan.ts'
import type { SyncRequest } from './sync.ts'
import { createReferences } from './references.ts'
import { identify } from './identity.ts'
import { makePlan } from './plan/make-plan.ts'
import { refuseStrayPaths } from './paths/stray-path.ts'

/** What a preview is asked for, and what it may use. */
export type PreviewRequest = Pick<
  SyncRequest,
  'clock' | 'listener' | 'stop' | 'allowed' | 'accepted'
>

/**
 * What a run would do now: identify, observe, decide. Only reads; takes no lease and remembers nothing, so it may be
 * repeated and may run beside another run. Requests that an earlier run left open are not settled: their pairs wait in
 * the plan. Rejects with `IDENTITY_CHANGED` or `SYSTEM_…`.
 */
export async function preview(pairing: Pairing, request: PreviewRequest): Promise<Plan> {
  const { clock, listener, stop, allowed, accepted } = request
  await identify(pairing, accepted, stop)
  await refuseStrayPaths(pairing.entities, stop)
  listener({ type: 'phase', phase: 'observe' })
  const references = createReferences(pairing.store)
  return makePlan({ pairing, references, clock, listener, signal: stop, allowed })
}
