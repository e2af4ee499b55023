import { describe, expect, test } from 'vitest'
import { FAULT_PROFILES } from '../../src/model/profiles/fault-profiles.ts'
import { NO_FAULTS, PLAIN, PLAIN_SYSTEM } from '../../src/model/profiles/plain.ts'
import type { Setting } from '../../src/model/setting.ts'
import { SHIPPED_KERNEL } from '../../src/model/kernel.ts'
import { examine, isAsStated } from '../../src/model/profiles/profile.ts'
import type { Verdict } from '../../src/model/profiles/profile.ts'

const ASK = FAULT_PROFILES.find(({ name }) => name === 'ask')!
const LOSSY = { ...NO_FAULTS, crashes: true, losses: true }

function violated(setting: Partial<Setting>, stopAt: readonly string[]): Verdict {
  const profile = { ...ASK, setting: { ...PLAIN, faults: LOSSY, ...setting } }
  return examine(profile, { stopAt: new Set(stopAt) })
}

describe('the shipped code around unlimited edits, crashes and losses', () => {
  const verdict = examine(ASK)

  test('every reachable state is met, and only what nobody can prevent is found', () => {
    expect(verdict).toMatchObject({ closed: true, cuts: 0, violations: [] })
    expect(verdict.anomalies).toEqual(verdict.expectedAnomalies)
    expect(isAsStated(verdict, ASK)).toBe(true)
    expect(verdict.states).toBeGreaterThan(100_000)
  })

  test('a profile that states an anomaly fewer or more than there are is not as stated', () => {
    const [first = '', ...others] = verdict.anomalies
    const fewer = { ...verdict, expectedAnomalies: others }
    const more = { ...verdict, expectedAnomalies: [...verdict.anomalies, `${first} too`] }
    expect([fewer, more].map((one) => isAsStated(one, ASK))).toEqual([false, false])
  })

  test('the same setting gives the same states in the same order', () => {
    const again = examine(ASK, { statesMax: 20_000 })
    const before = examine(ASK, { statesMax: 20_000 })
    expect(again.exploration).toEqual(before.exploration)
  })
})

describe('what is broken is found, by the shortest way', () => {
  test('a system that does not check its versions loses an edit', () => {
    const systems = { a: PLAIN_SYSTEM, b: { ...PLAIN_SYSTEM, lie: 'conditions' } as const }
    const { violations } = violated({ systems, faults: NO_FAULTS }, ['P2'])
    expect(violations).toContain('P2')
  })

  test('a memory without intents overwrites a value by its own past', () => {
    const remember: Setting['remember'] = (pair) => ({ ...pair, intent: undefined })
    const { exploration } = violated({ remember }, ['P3'])
    expect(exploration.breaches.get('P3')?.trace.actions).toMatchInlineSnapshot(`
      [
        "crm's user sets x = 2",
        "the pair is taken up",
        "crm is read: x = 2",
        "crm's user sets x = 1",
        "erp is read: x = 1",
        "update on erp x = 2: written",
        "the engine crashes",
        "the pair is taken up",
        "crm is read: x = 1",
        "erp is read: x = 2",
        "update on crm x = 2: written",
      ]
    `)
  })

  test('a kernel that takes every refusal for a success loses an edit', () => {
    const { step } = SHIPPED_KERNEL
    const kernel = {
      ...SHIPPED_KERNEL,
      step: ((flight, event, world) =>
        step(
          flight,
          event.kind === 'answered' && event.outcome.kind === 'refused'
            ? { ...event, outcome: { kind: 'written', id: flight.pair.intent?.id ?? '' } }
            : event,
          world,
        )) satisfies Setting['kernel']['step'],
    }
    const { violations } = violated({ kernel, faults: NO_FAULTS }, ['P1', 'P2', 'P4'])
    expect(violations).not.toEqual([])
  })
})
