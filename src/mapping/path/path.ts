import type { Scalar } from '../../core/value.ts'

/** One step of a path: into an object, to a place of a list, or to the one element that matches. */
export type Segment =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'match'; readonly key: string; readonly value: Scalar }

/** Where a field stands in a native record: `properties.name`, `lines[0].text`, `emails[primary=true].value`. */
export interface Path {
  /** As the user wrote it. */
  readonly text: string
  /** Never empty; the first one is a key. */
  readonly segments: readonly Segment[]
  /** The keys up to the first list: the smallest part of a record that can be sent on its own. */
  readonly stem: readonly string[]
}

/** How many steps a path may have. */
export const PATH_DEPTH_MAX = 16

/** How long a path may be, in characters. */
export const PATH_LENGTH_MAX = 300

/** Names that reach an object's machinery instead of its data; no path and no field may use them (M5). */
const RESERVED_NAMES: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype'])

/** Whether a name could reach an object's machinery instead of its data (M5). */
export function isReserved(name: string): boolean {
  return RESERVED_NAMES.has(name)
}

/** Whether a path stays within objects, so that a record can be changed there without its old content. */
export function isPlain(path: Path): boolean {
  return path.stem.length === path.segments.length
}

/** The path to a stem, written so that it reads back as the same keys. */
export function stemPath({ stem }: Path): Path {
  const text = stem
    .map((key, at) => (BARE_KEY.test(key) ? `${at === 0 ? '' : '.'}${key}` : `[${quoteKey(key)}]`))
    .join('')
  return { text, stem, segments: stem.map((key) => ({ kind: 'key', key })) }
}

const BARE_KEY = /^(?!\$$)[^.[\]"=\p{Cc}]+$/u

function quoteKey(key: string): string {
  return `"${key.replaceAll(/["\\]/g, String.raw`\$&`)}"`
}
