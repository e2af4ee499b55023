import { expect } from 'vitest'
import type { HostilePair } from './hostile-pair.ts'

/** Without the fault a run brings both systems to the edits of both, and one more has nothing to do; `more` stands before `n9`. */
export async function expectRecovery(
  pair: HostilePair,
  more: readonly string[] = [],
): Promise<void> {
  pair.fault = undefined
  const mended = await pair.run(['sync'])
  expect([mended.exitCode, mended.err]).toEqual([0, ''])
  const { crm, erp } = pair.agreement()
  expect(crm).toEqual(erp)
  expect(crm).toEqual([
    'n0: old',
    'n1: edited in the crm',
    'n2: edited in the erp',
    ...['n4', 'n5', 'n6', 'n7'].map((name) => `${name}: old`),
    ...more,
    'n9: new in the crm',
  ])
  const settled = pair.holdings()
  expect((await pair.run(['sync'])).lines[0]).toBe('item      in agreement, nothing to do')
  expect(pair.holdings()).toBe(settled)
}
