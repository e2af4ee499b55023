import type { SyncRequest } from '../sync.ts'
import { randomNames, systemClock } from './system-clock.ts'

/**
 * Completes a request with what a program without wishes of its own would say: the clock of the machine, nobody who
 * listens or stops the run, no guard lifted, no changed identity accepted. `owner` is shown to whoever finds the lease
 * held; two programs need two names. Make one for each run.
 */
export function plainRequest(
  wishes: Partial<SyncRequest> & Pick<SyncRequest, 'owner'>,
): SyncRequest {
  return {
    command: 'sync',
    clock: systemClock,
    names: randomNames,
    listener: () => undefined,
    stop: new AbortController().signal,
    abort: new AbortController().signal,
    allowed: {},
    accepted: [],
    ...wishes,
  }
}
