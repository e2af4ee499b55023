/** What decides when an entity's turn comes. */
export interface Turn {
  readonly name: string
  /** Entities that its fields refer to: they come first where that is possible. */
  readonly refersTo: readonly string[]
  /** Entities that the file puts before it: they come first in any case. */
  readonly after: readonly string[]
}

/** Entities in the order of their turns, and the references that go round in a circle. */
export interface Order {
  readonly names: readonly string[]
  /** Each as the names along it, beginning with the one that had to come before what it refers to. */
  readonly cycles: readonly (readonly string[])[]
}

/**
 * Puts parents first and otherwise keeps the order of the file (C7). References may go round in a circle, one entity then
 * comes first all the same; `after` may not, which is for the caller to refuse.
 */
export function orderEntities(turns: readonly Turn[]): Order {
  const names: string[] = []
  const cycles: (readonly string[])[] = []
  let waiting = turns
  while (waiting.length > 0) {
    const left = waiting
    const isWaiting = (name: string): boolean => left.some((turn) => turn.name === name)
    const ready = left.find(({ name, refersTo, after }) =>
      [...refersTo, ...after].every((parent) => parent === name || !isWaiting(parent)),
    )
    const next = ready ?? left.find((turn) => canBreak(turn, left)) ?? left[0]
    if (next === undefined) break
    const cycle = findCycle(next.name, parentsIn(left))
    if (cycle !== undefined) cycles.push(cycle)
    names.push(next.name)
    waiting = left.filter((turn) => turn !== next)
  }
  return { names, cycles }
}

/** A turn that only references hold back, and that is on a circle of them. */
function canBreak(turn: Turn, waiting: readonly Turn[]): boolean {
  const isHeld = turn.after.some((parent) => waiting.some(({ name }) => name === parent))
  return !isHeld && findCycle(turn.name, parentsIn(waiting)) !== undefined
}

/** The parents of each entity that still waits. */
export function parentsIn(
  turns: readonly Turn[],
  kinds: readonly ('refersTo' | 'after')[] = ['refersTo', 'after'],
): ReadonlyMap<string, readonly string[]> {
  return new Map(turns.map((turn) => [turn.name, kinds.flatMap((kind) => turn[kind])]))
}

/** The shortest way from an entity through its parents back to itself; nothing if there is none. */
export function findCycle(
  start: string,
  parents: ReadonlyMap<string, readonly string[]>,
): readonly string[] | undefined {
  const seen = new Set<string>()
  let ways: readonly (readonly string[])[] = [[start]]
  while (ways.length > 0) {
    const longer = ways.flatMap((way) =>
      (parents.get(way.at(-1) ?? '') ?? []).map((parent) => [...way, parent]),
    )
    const back = longer.find((way) => way.at(-1) === start)
    if (back !== undefined) return back.slice(0, -1)
    ways = longer.filter((way) => {
      const end = way.at(-1) ?? ''
      if (seen.has(end)) return false
      seen.add(end)
      return true
    })
  }
  return undefined
}
