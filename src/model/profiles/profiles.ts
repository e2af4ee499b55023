import type { Profile } from './profile.ts'
import { FAULT_PROFILES } from './fault-profiles.ts'
import { RULE_PROFILES } from './rule-profiles.ts'
import { SYSTEM_PROFILES } from './system-profiles.ts'

/** Every profile, the main one first. */
export const PROFILES: readonly Profile[] = [
  ...FAULT_PROFILES,
  ...SYSTEM_PROFILES,
  ...RULE_PROFILES,
]
