import type { BySide } from '../core/side.ts'
import { describeIssue } from './explain/describe-issue.ts'
import { flattenIssue } from './explain/flatten-issue.ts'
import { file } from './schema/file.ts'
import type { SaidFile } from './schema/file.ts'
import { readSystemNames } from './schema/system-names.ts'
import type { Complaint } from './source/complaint.ts'

/** What a file says, or everything that is wrong with how it says it. */
export type Parsed =
  | { readonly ok: true; readonly said: SaidFile; readonly names: BySide<string> }
  | { readonly ok: false; readonly complaints: readonly Complaint[] }

/** Reads plain data as a configuration. Without two good names for the systems it still finds what else is wrong. */
export function parseFile(tree: unknown): Parsed {
  const systems = readSystemNames(tree)
  const names = systems.ok ? systems.names : undefined
  const { data, error } = file(names).safeParse(tree, { error: describeIssue, reportInput: true })
  const complaints = [
    ...(systems.ok ? [] : systems.complaints),
    ...(error?.issues ?? []).flatMap((issue) => flattenIssue(issue)),
  ]
  if (data === undefined || names === undefined || complaints.length > 0)
    return { ok: false, complaints }
  return { ok: true, said: data, names }
}
