import type { MakeWorld } from '../../src/testing/adapter-suite/world.ts'
import { adapterSuite } from '../../src/testing/adapter-suite.ts'
import { describe, test } from 'vitest'

/** Runs the published suite under vitest: a promise the capabilities do not make shows as skipped, with the reason. */
export function conforms(system: string, make: MakeWorld): void {
  describe(`${system} keeps the adapter contract`, () => {
    for (const { title, run } of adapterSuite(make))
      test(title, async ({ skip }) => {
        const verdict = await run()
        if (verdict.kind === 'not-declared') skip(verdict.why)
      })
  })
}
