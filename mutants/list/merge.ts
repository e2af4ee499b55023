import type { Mutant } from '../mutant.ts'

const LAND = 'protocol/land.ts'
const OPENING = 'protocol/opening.ts'
const OPERATIONS = 'protocol/operations.ts'
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
  one('merge-agrees-early', 'takes a merged value for agreed after the first of its two writes', {
    file: OPERATIONS,
    find: '(field) => last || !Object.hasOwn(otherSet, field)',
    put: '(field) => last || field !== undefined',
  }),
  one('merge-again', 'merges anew what it should complete', {
    file: COMPLETION,
    find: 'if (target === undefined) return undefined',
    put: 'if (target === undefined || target.seen !== undefined) return undefined',
  }),
  one(
    'merge-undoes-undo',
    'takes an edit back to the old value, after the merged one arrived, for a side that still waits',
    {
      file: COMPLETION,
      find: '!given(side, field) && shows(side, field, target.seen[side])',
      put: 'shows(side, field, target.seen[side])',
    },
  ),
  one('merge-ungiven', 'does not note what a side made of its half of a merge', {
    file: LAND,
    find: 'const given = { ...target.given, [side]: { ...target.given?.[side], ...shown } }',
    put: 'const given = { ...target.given }',
  }),
  one(
    'merge-respelled',
    'goes on with the merged value as it was noted, not as the first side keeps it',
    {
      file: LAND,
      find: 'return { ...used, ...pickFields(given, merged) }',
      put: 'return { ...used, ...pickFields(used, merged) }',
    },
  ),
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
  one(
    'merge-overtaken-landed',
    'takes the overtaken half of a merge for landed',
    {
      file: 'protocol/recover.ts',
      find: '...overtaken.filter((field) => !merging.includes(field))',
      put: '...overtaken.filter((field) => merging.length >= 0 || field === null)',
    },
    ['W6', 'W13'],
  ),
]
