import type { CliContext } from './context.ts'
import type { OpenPairing, PairingRequest } from './world.ts'

/** Opens the configured pairing for one piece of work and closes it whatever happens; the work's own failure is the one told. */
export async function withPairing<T>(
  { options, openPairing }: CliContext,
  work: (pairing: OpenPairing) => Promise<T>,
  request: PairingRequest = {},
): Promise<T> {
  const pairing = await openPairing({ config: options.config, ...request })
  const result = await work(pairing).catch(async (error: unknown) => {
    await pairing.close().catch(() => undefined)
    throw pairing.placeError?.(error) ?? error
  })
  await pairing.close()
  return result
}
