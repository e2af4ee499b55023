/**
 * Runs tasks side by side and waits for all of them, also when one fails: the others are then told to end, and the first
 * failure is thrown when nothing is under way any more. Nothing goes on in the background of a run that has ended (E3).
 */
export async function together<T>(
  signal: AbortSignal,
  tasks: readonly ((signal: AbortSignal) => Promise<T>)[],
): Promise<readonly T[]> {
  const failed = new AbortController()
  const shared = AbortSignal.any([signal, failed.signal])
  let failure: { readonly error: unknown } | undefined
  const attempt = async (task: (signal: AbortSignal) => Promise<T>): Promise<readonly T[]> => {
    try {
      return [await task(shared)]
    } catch (error) {
      failure ??= { error }
      failed.abort()
      return []
    }
  }
  const results = await Promise.all(tasks.map(attempt))
  if (failure !== undefined) throw failure.error
  return results.flat(1)
}
