import { isAlias, isMap, isScalar, isSeq } from 'yaml'
import type { Document, Node, Scalar, YAMLMap, YAMLSeq } from 'yaml'
import type { Complaint, Position } from './complaint.ts'
import type { KeyPath } from './key-path.ts'
import { DEPTH_MAX } from './nesting.ts'
import type { Place } from './source.ts'

/** How many values a configuration may hold, each alias counted as all that it stands for. */
export const VALUES_MAX = 50_000

/** Keys that reach an object's machinery instead of its data, whatever they are meant to be. */
const FORBIDDEN_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** The data of a document, where each part stands, and what strictness refuses. */
export interface Converted {
  readonly tree: unknown
  /** By path, written as JSON. */
  readonly places: ReadonlyMap<string, Place>
  readonly complaints: readonly (Complaint & Position)[]
}

interface Walk {
  readonly positionAt: (offset: number) => Position
  readonly anchors: Map<string, Node>
  readonly places: Map<string, Place>
  readonly complaints: (Complaint & Position)[]
  /** How many more values may be met before one is too many. */
  budget: number
}

/** One value of the walk: where it stands, and whether an alias led to it. */
interface Spot extends Place {
  readonly path: KeyPath
  readonly inAlias: boolean
}

/**
 * Turns a document into plain data: maps have no prototype, numbers are exact, aliases are copied within `VALUES_MAX`.
 * Refused: merge keys, tags, dangerous keys, aliases without an anchor or around themselves, numbers that change when
 * they are read (C3).
 */
export function convertTree(
  document: Document.Parsed,
  positionAt: (offset: number) => Position,
): Converted {
  const walk: Walk = {
    positionAt,
    anchors: new Map(),
    places: new Map(),
    complaints: [],
    budget: VALUES_MAX + 1,
  }
  const start = startOf(walk, document.contents) ?? { line: 1, column: 1 }
  const spot = { path: [], key: start, value: start, inAlias: false }
  const tree = convert(walk, document.contents, spot)
  return { tree, places: walk.places, complaints: walk.complaints }
}

function convert(walk: Walk, node: Node | null, spot: Spot): unknown {
  walk.places.set(JSON.stringify(spot.path), { key: spot.key, value: spot.value })
  if (node === null) return null
  const reason = refuseNode(walk, node, spot)
  if (reason !== undefined) return complain(walk, spot, reason)
  if (isAlias(node)) return convertAlias(walk, node.source, spot)
  if (node.anchor !== undefined && !spot.inAlias) walk.anchors.set(node.anchor, node)
  if (isMap(node)) return convertMap(walk, node, spot)
  return isSeq(node) ? convertList(walk, node, spot) : convertScalar(walk, node, spot)
}

/** Counts a value and tells what is wrong with it before it is looked into. */
function refuseNode(walk: Walk, node: Node, spot: Spot): string | undefined {
  walk.budget -= 1
  if (walk.budget === 0) return `the configuration holds more than ${VALUES_MAX} values`
  if (spot.path.length > DEPTH_MAX) return `is nested deeper than ${DEPTH_MAX} levels`
  return node.tag === undefined ? undefined : 'tags (!name) are not allowed'
}

/** Copies what the alias stands for; one that stands for itself ends at the depth limit. */
function convertAlias(walk: Walk, name: string, spot: Spot): unknown {
  const target = walk.anchors.get(name)
  return target === undefined
    ? complain(walk, spot, `no anchor &${name} stands before this alias`)
    : convert(walk, target, { ...spot, inAlias: true })
}

function convertMap(walk: Walk, map: YAMLMap, spot: Spot): unknown {
  const data = Object.create(null) as Record<string, unknown>
  for (const { key: keyNode, value } of map.items) {
    if (!isScalar(keyNode)) continue
    const key = String(keyNode.value)
    const node = value as Node | null
    const keyPosition = startOf(walk, keyNode) ?? spot.value
    const inner = {
      path: [...spot.path, key],
      key: keyPosition,
      value: startOf(walk, node) ?? keyPosition,
      inAlias: spot.inAlias,
    }
    const reason = refuseKey(key, keyNode)
    if (reason === undefined) data[key] = convert(walk, node, inner)
    else walk.complaints.push({ path: inner.path, key: true, reason, ...keyPosition })
    if (walk.budget <= 0) break
  }
  return data
}

function refuseKey(key: string, node: Scalar): string | undefined {
  if (node.tag !== undefined) return 'tags (!name) are not allowed'
  if (FORBIDDEN_KEYS.has(key)) return 'no key may be called this: every object answers to this name'
  if (key !== '<<') return undefined
  return 'merge keys (<<) are not allowed; use `extends`, `defaults`, or an alias for the whole value'
}

function convertList(walk: Walk, list: YAMLSeq, spot: Spot): unknown {
  const data: unknown[] = []
  for (const [index, item] of list.items.entries()) {
    const node = item as Node | null
    const value = startOf(walk, node) ?? spot.value
    const path = [...spot.path, index]
    data.push(convert(walk, node, { path, key: value, value, inAlias: spot.inAlias }))
    if (walk.budget <= 0) break
  }
  return data
}

function convertScalar(walk: Walk, { value, source = '' }: Scalar, spot: Spot): unknown {
  if (typeof value !== 'number') return value
  const reason = refuseNumber(value, source)
  return reason === undefined ? value : complain(walk, spot, reason)
}

/** A number that would not be the text somebody wrote: identifiers lose zeros and digits this way. */
function refuseNumber(value: number, source: string): string | undefined {
  if (!Number.isFinite(value)) return 'is not a finite number'
  if (/^[-+]?0[\dox]/i.test(source))
    return `would be read as the number ${value}; write ${value}, or "${source}" for the text`
  if (Number.isInteger(value) && !Number.isSafeInteger(value))
    return `is too large for an exact number; write "${source}"`
  return undefined
}

function complain(walk: Walk, spot: Spot, reason: string): null {
  walk.complaints.push({ path: spot.path, reason, ...spot.value })
  return null
}

function startOf(walk: Walk, node: Node | null): Position | undefined {
  return node?.range ? walk.positionAt(node.range[0]) : undefined
}
