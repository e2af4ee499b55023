/** Transitions out of one state, and initial states, that can be told apart. */
export const TRANSITIONS_MAX = 2 ** 16

/** States whose lineage one block holds. */
const BLOCK_STATES = 2 ** 16

/** What the parent of an initial state is. */
const NOBODY = 2 ** 32 - 1

/**
 * How each state was first reached: from which, and by which of its transitions, counted from 0. Six bytes a state;
 * the action and the words follow from walking the model again.
 */
export interface Lineage {
  /** Notes the next state's parent (none for an initial state) and which of the emitted ones it was; throws beyond `TRANSITIONS_MAX`. */
  add(parent: number | undefined, ordinal: number): void
  /** The ordinals that lead to the state `index`: that of an initial state, then one for each transition. */
  pathTo(index: number): number[]
}

/** No state yet. */
export function createLineage(): Lineage {
  const parents: Uint32Array[] = []
  const ordinals: Uint16Array[] = []
  let length = 0
  return {
    add: (parent, ordinal) => {
      if (ordinal >= TRANSITIONS_MAX)
        throw new Error(`Bug: more than ${TRANSITIONS_MAX} ways on from one state`)
      const place = length % BLOCK_STATES
      if (place === 0) {
        parents.push(new Uint32Array(BLOCK_STATES))
        ordinals.push(new Uint16Array(BLOCK_STATES))
      }
      const block = (length - place) / BLOCK_STATES
      ;(parents[block] as Uint32Array)[place] = parent ?? NOBODY
      ;(ordinals[block] as Uint16Array)[place] = ordinal
      length += 1
    },
    pathTo: (index) => {
      const path: number[] = []
      for (let at = index; at !== NOBODY;) {
        const place = at % BLOCK_STATES
        const block = (at - place) / BLOCK_STATES
        path.push(ordinals[block]?.[place] ?? 0)
        at = parents[block]?.[place] ?? NOBODY
      }
      return path.reverse()
    },
  }
}
