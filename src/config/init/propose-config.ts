import type { DescribedSystem } from './describe-system.ts'
import { SIDES } from '../../core/side.ts'
import type { Target } from './target.ts'
import type { BySide } from '../../core/side.ts'
import { describeSystem } from './describe-system.ts'
import type { DescribeContext } from './describe-system.ts'
import { propose } from '../infer/proposal.ts'
import type { Proposal } from '../infer/proposal.ts'
import { writeConfig } from './text/write-config.ts'

/** What a configuration is proposed for. */
export interface ProposeRequest {
  readonly targets: BySide<Target>
  /** What describing each system needs. */
  readonly contexts: BySide<DescribeContext>
  /** Told before each step. */
  readonly tell: (step: string) => void
}

/** A configuration, and what it rests on. */
export interface ProposedConfig {
  readonly text: string
  readonly systems: BySide<DescribedSystem>
  readonly proposal: Proposal
}

/** Reads both systems and proposes how they are kept in agreement (C94). Writes nothing. Throws what reads throw. */
export async function proposeConfig(request: ProposeRequest): Promise<ProposedConfig> {
  const { targets, contexts, tell } = request
  const described: DescribedSystem[] = []
  for (const side of SIDES) {
    tell(`reading ${targets[side].name}`)
    described.push(await describeSystem(targets[side], contexts[side]))
  }
  const [a, b] = described as [DescribedSystem, DescribedSystem]
  tell('comparing what they hold')
  const samplesOf = (system: DescribedSystem) => system.collections.map(({ sample }) => sample)
  const proposal = propose({ a: samplesOf(a), b: samplesOf(b) }, { a: a.name, b: b.name })
  const systems = { a, b }
  return {
    text: writeConfig({ name: `${a.name}-${b.name}`, systems, proposal }),
    systems,
    proposal,
  }
}
