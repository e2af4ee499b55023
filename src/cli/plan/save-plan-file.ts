import { rename, rm, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { CliContext } from '../context.ts'
import type { PlanFile } from '../../engine/plan/plan-file.ts'
import { BilateralError } from '../../errors.ts'
import { planFileText } from '../../engine/plan/plan-file.ts'

/** A plan holds what records say: only its owner reads it. */
const OWNER_ONLY = 0o600

/** Writes a plan file as a whole or not at all. Throws `USAGE` where it cannot be written. */
export async function savePlanFile(
  file: PlanFile,
  name: string,
  { cwd, names }: CliContext,
): Promise<void> {
  const path = resolve(cwd, name)
  const draft = `${path}.${names.unique()}`
  try {
    await writeFile(draft, planFileText(file), { mode: OWNER_ONLY, flag: 'wx' })
    await rename(draft, path)
  } catch (cause) {
    await rm(draft, { force: true })
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new BilateralError(
      'USAGE',
      `the plan cannot be kept in ${name}: ${why}; nothing was written to either system`,
      {
        cause,
        next: 'bilateral plan --out with another file',
      },
    )
  }
}
