import { DECIDE_MUTANTS, LAW_MUTANTS } from './decide.ts'
import { LAND_MUTANTS } from './land.ts'
import { MERGE_MUTANTS } from './merge.ts'
import type { Mutant } from '../mutant.ts'
import { RECOVER_MUTANTS } from './recover.ts'
import { WRITE_MUTANTS } from './write.ts'

/** Every mutant of the kernel, in the order of the protocol. */
export const MUTANTS: readonly Mutant[] = [
  ...LAW_MUTANTS,
  ...DECIDE_MUTANTS,
  ...WRITE_MUTANTS,
  ...LAND_MUTANTS,
  ...RECOVER_MUTANTS,
  ...MERGE_MUTANTS,
]
