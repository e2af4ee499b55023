import type { CliContext } from '../context.ts'
import type { ExitCode } from '../../errors.ts'
import type { OpenPairing } from '../world.ts'
import { EXIT_CODES } from '../../errors.ts'
import { drawStatus } from './draw-status.ts'
import { openPairs, readStatus } from '../../engine/status.ts'
import { porcelainLine } from './porcelain.ts'
import { standingOf } from './standing.ts'
import { statusDocument } from './status-document.ts'
import { withPairing } from '../with-pairing.ts'

/** Shows how the pairing stood when the last run ended and what is open since; neither system is asked. */
export async function showStatus(
  context: CliContext,
  { porcelain }: { readonly porcelain: boolean },
): Promise<ExitCode> {
  return withPairing(context, async (pairing) => {
    if (porcelain) await printOpenPairs(pairing, context)
    else await printStatus(pairing, context)
    return EXIT_CODES.done
  })
}

async function printOpenPairs(
  { entities, store }: OpenPairing,
  { output }: CliContext,
): Promise<void> {
  for (const { name } of entities)
    for await (const pair of openPairs(store, name)) output.print(porcelainLine(pair))
}

async function printStatus(
  pairing: OpenPairing,
  { output, clock, isRunning }: CliContext,
): Promise<void> {
  const status = await readStatus(pairing)
  const nowMs = clock.nowMs()
  const standing = standingOf(status, { nowMs, isRunning })
  if (output.json) output.document(statusDocument(status, standing))
  else
    for (const line of drawStatus(status, standing, { nowMs, columns: output.columns }))
      output.print(line)
}
