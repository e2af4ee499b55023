import { env } from 'node:process'
import fc from 'fast-check'

/** Property tests repeat exactly: a failure prints its seed, and FC_SEED and FC_RUNS search further. */
fc.configureGlobal({
  numRuns: Number(env['FC_RUNS'] ?? 100),
  seed: Number(env['FC_SEED'] ?? 20_260_101),
})
