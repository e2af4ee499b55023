import type { SuiteCase, Verdict } from './adapter-suite/case.ts'
import { CREATE_CASES } from './adapter-suite/creates.ts'
import { READ_CASES } from './adapter-suite/reads.ts'
import type { MakeWorld } from './adapter-suite/world.ts'
import { VALUE_CASES } from './adapter-suite/values.ts'
import { WRITE_CASES } from './adapter-suite/writes.ts'
import { openBench } from './adapter-suite/bench.ts'

/** One promise of the adapter contract, ready to run. Works with every test runner. */
export interface AdapterCase {
  /** A sentence that can be false, led by its rule in `docs/spec.md`. */
  readonly title: string
  /** Rejects with an `AssertionError` when the promise is broken. Every run makes a world of its own. */
  readonly run: () => Promise<Verdict>
}

/**
 * The conformance suite every adapter passes (A1–A28): it checks what the capabilities declare, and nothing more.
 * `make` opens a fresh system with an empty collection for each case.
 *
 *     for (const { title, run } of adapterSuite(make))
 *       test(title, async ({ skip }) => {
 *         const verdict = await run()
 *         if (verdict.kind === 'not-declared') skip(verdict.why)
 *       })
 */
export function adapterSuite(make: MakeWorld): readonly AdapterCase[] {
  return [...READ_CASES, ...WRITE_CASES, ...CREATE_CASES, ...VALUE_CASES].map((one) => ({
    title: one.title,
    run: () => runCase(one, make),
  }))
}

async function runCase(one: SuiteCase, make: MakeWorld): Promise<Verdict> {
  const world = await make()
  try {
    const bench = openBench(world)
    const why = one.unless?.(bench)
    if (why !== undefined) return { kind: 'not-declared', why }
    await one.check(bench)
    return { kind: 'held' }
  } finally {
    await world.system.close()
    await world.dispose?.()
  }
}
