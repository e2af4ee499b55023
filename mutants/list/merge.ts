import type { Mutant } from '../mutant.ts'

const LAND = 'protocol/land.ts'
const OPENING = 'protocol/opening.ts'
const COMPLETION = 'core/decide/completion.ts'

const one = (
  id: string,
  does: string,
  edit: Mutant['edits'][number],
  rules: readonly string[] = ['W13'],
): Mutant => ({ id, rules, does, edits: [edit] })

/** A merged value on its way to both sides. */
export const MERGE_MUTANTS: readonly Mutant[] = [
  one('merge-unrecorded', 'does not note a merged value before the first of its two writes', {
    file: OPENING,
    find: "if (decision.kind === 'update' && decision.merged !== undefined) {",
    put: "if (decision.kind === 'update' && decision.merged === null) {",
  }),
  one('merge-never-ends', 'keeps the note of a merge whose second write has landed', {
    file: LAND,
    find: 'if (intent.closesTarget === true)\n    return',
    put: 'if (intent.closesTarget === true && intent.op === null)\n    return',
  }),
  one('merge-overrides', 'goes on with a merge although a side moved on meanwhile', {
    file: COMPLETION,
    find: 'if (!fields.every(onCourse)) {',
    put: 'if (!fields.some(aims)) {',
  }),
]
