/**
 * What goes wrong with a request:
 * `unavailable` answers 503 and does nothing; `delay` waits before it does the work;
 * `no-answer` does the work and never answers; `reset` does the work and cuts the connection.
 */
export const FAULT_KINDS = ['unavailable', 'delay', 'no-answer', 'reset'] as const
export type FaultKind = (typeof FAULT_KINDS)[number]

/** A fault that was ordered. */
export interface Fault {
  readonly kind: FaultKind
  /** Only requests with this method; null: any. */
  readonly method: string | null
  /** Only paths that begin so. */
  readonly path: string
  readonly delayMs: number
  /** Matching requests that still pass unharmed. */
  skip: number
  /** Matching requests that will still be harmed. */
  times: number
  /** Requests harmed so far; for `no-answer` and `reset`, counted when their work was stored. */
  fired: number
}

/** The faults that were ordered, oldest first. */
export interface Faults {
  order(fault: Fault): void
  /** The fault this request suffers, if any. The caller counts `fired` when it has happened. */
  take(method: string, path: string): Fault | undefined
  list(): readonly Fault[]
  clear(): void
}

/** No faults yet. */
export function createFaults(): Faults {
  const faults: Fault[] = []
  return {
    order: (fault) => void faults.push(fault),
    take(method, path) {
      const fault = faults.find((candidate) => isHit(candidate, method, path))
      if (fault === undefined) return undefined
      if (fault.skip > 0) {
        fault.skip -= 1
        return undefined
      }
      fault.times -= 1
      return fault
    },
    list: () => faults,
    clear: () => void faults.splice(0),
  }
}

function isHit(fault: Fault, method: string, path: string): boolean {
  if (fault.times <= 0 || !path.startsWith(fault.path)) return false
  return fault.method === null || fault.method === method
}
