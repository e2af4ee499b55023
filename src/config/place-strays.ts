import type { StrayPath } from '../engine/paths/stray-path.ts'
import type { Config } from './config.ts'
import { ConfigError } from './source/complaint.ts'
import type { KeyPath } from './source/key-path.ts'
import { placeComplaints } from './source/source.ts'

/** Gives paths that lead nowhere their lines in the file. */
export function placeStrays({ source }: Config, strays: readonly StrayPath[]): ConfigError {
  const complaints = strays.map((stray) => ({
    path: pathTo(source.tree, stray),
    reason: stray.reason,
  }))
  return new ConfigError(
    placeComplaints(source, complaints),
    'nothing was written to either system',
  )
}

function pathTo(tree: unknown, { entity, owner, system, path }: StrayPath): KeyPath {
  const steps = 'field' in owner ? ['fields', owner.field] : ['match', owner.match, 'on']
  const at = ['entities', entity, ...steps, system]
  return [...at, ...memberOf(at.reduce(enter, tree), path)]
}

function enter(node: unknown, part: string | number): unknown {
  if (typeof node !== 'object' || node === null || !Object.hasOwn(node, part)) return undefined
  return (node as Readonly<Record<string | number, unknown>>)[part]
}

/** The member of a group, or the part of a key, that says a path. */
function memberOf(node: unknown, path: string): KeyPath {
  if (Array.isArray(node)) return [node.indexOf(path)]
  if (typeof node !== 'object' || node === null) return []
  const member = Object.entries(node).find(([, said]) => said === path)
  return member === undefined ? [] : [member[0]]
}
