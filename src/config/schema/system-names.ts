import type { BySide } from '../../core/side.ts'
import type { Complaint } from '../source/complaint.ts'
import { systemName } from './basic/name.ts'
import { CREATED_BOTH_WORDS, POLICY_WORDS } from './policy.ts'

/** Words that mean something where a system's name can stand, so that no system may be called so. */
export const RESERVED_NAMES: ReadonlySet<string> = new Set([
  ...POLICY_WORDS,
  ...CREATED_BOTH_WORDS,
  // keys of an entity
  'extends',
  'match',
  'unmatched',
  'deletes',
  'matrix',
  'allow',
  'guards',
  'fields',
  'acceptLostUpdates',
  'after',
  // keys of a field
  'as',
  'empty',
  'owner',
  'otherEdits',
  'policy',
  'group',
  'required',
  // keys that are kept free for later
  'only',
  'mode',
  'expect',
  'onCreate',
])

/** The names of the two systems in the order of the file, or why there are none. */
export type SystemNames =
  | { readonly ok: true; readonly names: BySide<string> }
  | { readonly ok: false; readonly complaints: readonly Complaint[] }

/** Reads the names that the rest of the file is read with: exactly two, neither of them a reserved word (C5). */
export function readSystemNames(tree: unknown): SystemNames {
  const systems = (tree as { readonly systems?: unknown } | null | undefined)?.systems
  if (typeof systems !== 'object' || systems === null || Array.isArray(systems))
    return { ok: false, complaints: [] }
  const names = Object.keys(systems)
  const [a, b] = names
  if (a === undefined || b === undefined || names.length > 2) {
    const reason = `holds ${names.length === 1 ? 'one system' : `${names.length} systems`}; a file keeps exactly two in agreement`
    return { ok: false, complaints: [{ path: ['systems'], key: true, reason }] }
  }
  const complaints = names.flatMap((name) => {
    const reason = refuseName(name)
    return reason === undefined ? [] : [{ path: ['systems', name], key: true, reason }]
  })
  return complaints.length > 0 ? { ok: false, complaints } : { ok: true, names: { a, b } }
}

function refuseName(name: string): string | undefined {
  if (RESERVED_NAMES.has(name))
    return `no system can be called "${name}": the word means something else`
  return systemName.safeParse(name).error?.issues[0]?.message
}
