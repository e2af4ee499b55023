/**
 * Runs tasks side by side and waits for all of them, also when one fails: the others are then told to end, and the first
 * failure is thrown when nothing is under way any more. Nothing goes on in the background of a run that has ended (E3).
 */
export async function together<T>(
  signal: AbortSignal,
  tasks: readonly ((signal: AbortSignal) => Promise<T>)[],
): Promise<readonly T[]> {
  const shared = new AbortController()
  const end = (): void => shared.abort(signal.reason)
  if (signal.aborted) end()
  signal.addEventListener('abort', end, { once: true })
  let failure: { readonly error: unknown } | undefined
  const attempt = async (task: (signal: AbortSignal) => Promise<T>): Promise<readonly T[]> => {
    try {
      return [await task(shared.signal)]
    } catch (error) {
      failure ??= { error }
      shared.abort(error)
      return []
    }
  }
  const results = await Promise.all(tasks.map(attempt))
  signal.removeEventListener('abort', end)
  if (failure !== undefined) throw failure.error
  return results.flat(1)
}
