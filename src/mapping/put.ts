import { sameValue } from '../core/value.ts'
import type { Value } from '../core/value.ts'
import { quote } from './quote.ts'
import type { Lens } from './lens.ts'

/** What becomes of one native value when a shared value is written over it. */
export type Putting =
  | { readonly kind: 'kept' }
  | { readonly kind: 'built'; readonly native: Value }
  | { readonly kind: 'refused'; readonly reason: string }

const KEPT: Putting = Object.freeze({ kind: 'kept' })

/** Tells whether two shared values of one field say the same; absent says the same only as absent (M4). */
export function sameShared(
  lens: Pick<Lens, 'fold'>,
  left: Value | undefined,
  right: Value | undefined,
): boolean {
  if (left === right) return true
  if (left === undefined || right === undefined) return false
  return lens.fold === undefined
    ? sameValue(left, right)
    : sameValue(lens.fold(left), lens.fold(right))
}

/**
 * Writes a shared value over an old native one: an old spelling that already means it is kept (M1). The one
 * place where a lens meets what was there before.
 */
export function put(lens: Lens, shared: Value, old: Value | undefined): Putting {
  const current = lens.get(old)
  return current.ok && sameShared(lens, current.value, shared) ? KEPT : putBlindly(lens, shared)
}

/** Writes a shared value without knowing what is there: only if it would be read back as the same value (M2). */
export function putBlindly(lens: Lens, shared: Value): Putting {
  const built = lens.build(shared)
  if (!built.ok) return { kind: 'refused', reason: built.reason }
  const back = lens.get(built.value)
  if (!back.ok) return { kind: 'refused', reason: back.reason }
  return sameShared(lens, back.value, shared)
    ? { kind: 'built', native: built.value }
    : { kind: 'refused', reason: describeLoss(shared, back.value) }
}

function describeLoss(shared: Value, back: Value): string {
  const [sent, returned] = [quote(shared), quote(back)]
  return sent === returned
    ? `${sent} would come back as another value`
    : `${sent} would come back as ${returned}`
}
