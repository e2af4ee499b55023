import { PLAN_FILE_VERSION, digestOf } from './plan-file.ts'
import { BilateralError } from '../../errors.ts'
import type { PlanFile } from './plan-file.ts'

/**
 * Reads what `planFileText` wrote. `name` is how people call the file. Throws `USAGE` with the reason for what is no plan,
 * is cut off, was edited, or comes from another version; nothing was contacted by then.
 */
export function readPlanFile(text: string, name: string): PlanFile {
  const data = parse(text, name)
  if (typeof data !== 'object' || data === null || !('version' in data) || !('digest' in data))
    throw refuse(name, 'is not a plan')
  if (data.version !== PLAN_FILE_VERSION)
    throw refuse(
      name,
      `has the form ${JSON.stringify(data.version)}, and this version reads form ${PLAN_FILE_VERSION} only`,
    )
  // Whatever has the right digest was written by `planFileText`; the digest of anything else does not match.
  const { digest, ...body } = data as PlanFile
  if (digestOf(body) !== digest) throw refuse(name, 'was changed after it was written')
  return { ...body, digest }
}

function parse(text: string, name: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw refuse(name, `is not a plan, or only a part of one: ${why}`)
  }
}

function refuse(name: string, reason: string): BilateralError {
  return new BilateralError(
    'USAGE',
    `${name} ${reason}; nothing was contacted and nothing was written`,
    { next: `bilateral plan --out ${name}` },
  )
}
