import type { z } from 'zod'
import type { Complaint } from '../source/complaint.ts'
import type { KeyPath } from '../source/key-path.ts'
import { describeWish, nounOf } from './phrase.ts'

type Issue = z.core.$ZodIssue
type UnionIssue = Extract<Issue, { readonly code: 'invalid_union' }>

/** Turns an issue into complaints at full paths: each unknown key has one, a union tells of the form that was meant. */
export function flattenIssue(issue: Issue, within: KeyPath = []): readonly Complaint[] {
  const path = [...within, ...issue.path.map(toPart)]
  if (issue.code === 'unrecognized_keys') {
    const reasons = issue.message.split('\n')
    return issue.keys.map((key, at) => {
      return { path: [...path, key], key: true, reason: reasons[at] ?? issue.message }
    })
  }
  if (issue.code === 'invalid_key')
    return [{ path, key: true, reason: issue.issues[0]?.message ?? issue.message }]
  if (issue.code === 'invalid_union' && issue.errors.length > 0) return flattenUnion(issue, path)
  return [{ path, reason: issue.message }]
}

/** The form that fits best is the one that was meant; if the value has the type of none, all of them are named. */
function flattenUnion(issue: UnionIssue, path: KeyPath): readonly Complaint[] {
  const fits = issue.errors.map(fitOf)
  const best = Math.max(...fits)
  if (best > 0)
    return (issue.errors[fits.indexOf(best)] ?? []).flatMap((inner) => flattenIssue(inner, path))
  const nouns = issue.errors.flat().map(wishOf)
  return [{ path, reason: describeWish([...new Set(nouns)].join(' or '), issue.input) }]
}

/** How well a value fits a form: 0 when it is of another type, more the deeper its first fault lies. */
function fitOf(issues: readonly Issue[]): number {
  return Math.max(0, ...issues.map((issue) => issue.path.length + ownFit(issue)))
}

function ownFit(issue: Issue): number {
  if (issue.code === 'invalid_union') return Math.max(0, ...issue.errors.map(fitOf))
  if (issue.path.length > 0) return 0
  if (issue.code === 'invalid_type') return 0
  return issue.code === 'invalid_value' && typeof issue.input !== 'string' ? 0 : 1
}

function wishOf(issue: Issue): string {
  if (issue.code === 'invalid_type') return nounOf(issue.expected)
  return issue.code === 'invalid_value' ? issue.values.map(String).join(', ') : 'something else'
}

function toPart(part: PropertyKey): string | number {
  return typeof part === 'number' ? part : String(part)
}
