/** Steps in which nothing happens that a reader needs: what happened is in the one before. */
const SILENT = new Set(['the answer is taken in'])

/** What the model calls a step, and how it is told. */
const TELLINGS: readonly (readonly [RegExp, string])[] = [
  [/^(.+) is read by id: (.+)$/, 'Bilateral reads $1 by its id: $2'],
  [/^(.+) is read: (.+)$/, 'Bilateral reads $1: $2'],
  [/^(.+) is listed: (.+)$/, 'Bilateral lists $1: $2'],
  [/^(.+) is looked at: (.+)$/, 'Bilateral reads $1 once more: $2'],
  [/^(.+) is searched: (.+)$/, 'Bilateral searches $1: $2'],
  [/^create on (.+)$/, 'Bilateral sends a create to $1'],
  [/^update on (.+)$/, 'Bilateral sends an update to $1'],
  [/^delete on (.+)$/, 'Bilateral sends a delete to $1'],
  [/^the pair is taken up$/, 'a run begins'],
  [/^(.+) is taken up$/, 'a run begins with $1'],
  [/^the next write is noted$/, 'Bilateral notes its next write'],
  [/^the engine crashes$/, 'Bilateral crashes'],
  [/^a tick passes$/, 'time passes'],
]

/** A trace of the model as short plain sentences, in the user's names of systems and fields. */
export function tellSteps(steps: readonly string[]): readonly string[] {
  return steps.filter((step) => !SILENT.has(step)).map(tellStep)
}

function tellStep(step: string): string {
  const telling = TELLINGS.find(([pattern]) => pattern.test(step))
  return telling === undefined ? step : step.replace(telling[0], telling[1])
}
