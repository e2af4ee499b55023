import type { ProbedTarget, Probed } from '../compose.ts'
import { openSystem, probeSystem } from '../compose.ts'
import { BilateralError } from '../../errors.ts'
import type { Fields } from '../../core/value.ts'
import type { Surroundings } from '../secrets/reference.ts'
import type { System } from '../../adapters/adapter.ts'
import type { SystemConfig } from '../config.ts'
import { describeIssue } from '../explain/describe-issue.ts'
import { flattenIssue } from '../explain/flatten-issue.ts'
import { resolveReferences } from '../secrets/resolve-references.ts'
import { system as systemSchema } from '../schema/system/system.ts'

/** Opens a system that is declared as in a file, but in none yet; paths are absolute. Throws `CONFIG_…`. */
export function openDraft(
  name: string,
  declaration: Fields,
  surroundings: Surroundings,
): Promise<System> {
  return openSystem(readDraft(name, declaration, surroundings), {})
}

/** What to look at. */
export interface ProbeDraft {
  readonly surroundings: Surroundings
  readonly targets: readonly ProbedTarget[]
  readonly signal: AbortSignal
}

/** Looks at the collections of a system that is asked over HTTP. Throws `CONFIG_…` and what reads throw. */
export function probeDraft(
  name: string,
  declaration: Fields,
  { surroundings, ...request }: ProbeDraft,
): Promise<readonly Probed[]> {
  return probeSystem(readDraft(name, declaration, surroundings), request)
}

function readDraft(name: string, declaration: Fields, surroundings: Surroundings): SystemConfig {
  const { tree, complaints } = resolveReferences(
    { systems: { [name]: declaration } },
    surroundings,
    'refuse',
  )
  const said = (tree as { systems: Readonly<Record<string, unknown>> }).systems[name]
  const { data, error } = systemSchema.safeParse(said, { error: describeIssue, reportInput: true })
  const faults = [...complaints, ...(error?.issues ?? []).flatMap((issue) => flattenIssue(issue))]
  const [first] = faults
  if (data !== undefined && first === undefined) return { ...data, name }
  const at = first === undefined ? '' : ` ${first.path.join('.')}`
  throw new BilateralError(
    'CONFIG_INVALID',
    `${name}${at}: ${first?.reason ?? 'cannot be understood'}; nothing was contacted and nothing was written`,
    { next: 'bilateral init --help' },
  )
}
