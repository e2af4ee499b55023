import type { SubjectSystem } from './subject.ts'

/** How safe writes to a system are, `T4` the safest; `none` where nothing is ever written. */
export type Tier = 'T0' | 'T1' | 'T2' | 'T3' | 'T4' | 'none'

/** A tier, and the ability that gives it. */
export interface GivenTier {
  readonly tier: Tier
  /** Why, as a phrase. */
  readonly because: string
  /** What the tier promises, as a sentence without a full stop. */
  readonly promise: string
}

/** The tier of a system: that of its least guarded write. A create needs no condition, only to be recognised. */
export function tierOf(system: SubjectSystem): GivenTier {
  const { ability, allow } = system
  if (!allow.create && !allow.update && !allow.delete)
    return given('none', 'it is never written to')
  const guards = [
    ...(allow.update ? [ability.update] : []),
    ...(allow.delete ? [ability.delete] : []),
  ]
  if (guards.includes('none')) return given('T0', 'writes take no condition')
  if (guards.includes('stamp')) return given('T1', 'writes are conditional on a time stamp')
  if (!system.idempotent)
    return given('T2', `writes are conditional on ${CONDITIONS[system.versions]}`)
  return system.versions === 'counter'
    ? given('T4', 'conditional writes, idempotent creates, versions that count up')
    : given('T3', 'conditional writes and idempotent creates')
}

function given(tier: Tier, because: string): GivenTier {
  return { tier, because, promise: PROMISES[tier] }
}

const CONDITIONS: Readonly<Record<SubjectSystem['versions'], string>> = {
  counter: 'a version that counts up',
  opaque: 'a version',
  stamp: 'a time stamp',
  hash: 'a hash of the content',
  none: 'a version',
}

const PROMISES: Readonly<Record<Tier, string>> = {
  T0: 'an edit just before a write of ours can be overwritten; the journal keeps what was read',
  T1: 'no edit is lost, as long as writes wait until a stamp is settled',
  T2: 'no edit is lost, and every conflict is recognised',
  T3: 'as T2, and a late request brings nothing back that was deleted',
  T4: 'as T3, and a stale answer is never taken for an edit',
  none: 'nothing of it can be lost',
}
