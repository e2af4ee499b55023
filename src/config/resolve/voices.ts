import { DEFAULT_PRESET } from '../../core/policy/preset.ts'
import type { Preset } from '../../core/policy/preset.ts'
import type { SaidDefaults } from '../schema/entity.ts'
import type { NamedPreset } from '../schema/preset.ts'
import type { KeyPath } from '../source/key-path.ts'
import { quote } from './rule-source.ts'
import type { SourceOf, RuleSource, Sourced } from './rule-source.ts'

/** Who answers what an entity leaves open, the nearest first. */
export interface Voices {
  readonly sourceOf: SourceOf
  /** Where the entity stands in the file. */
  readonly at: KeyPath
  /** A preset that the entity names. Two-way is as good as none: it is what holds when nothing is said. */
  readonly named: Voice | undefined
  readonly defaults: SaidDefaults
  readonly last: Voice
}

/** A preset that speaks, and who called it. */
export interface Voice {
  readonly preset: Preset
  readonly source: RuleSource
}

const SILENCE: Voice = {
  preset: DEFAULT_PRESET,
  source: { rule: `preset ${DEFAULT_PRESET.name}` },
}

/** Lines up who answers for an entity: the preset it names, then `defaults`, then two-way (C11). */
export function gatherVoices(
  said: NamedPreset | undefined,
  { sourceOf, at, defaults }: Pick<Voices, 'sourceOf' | 'at' | 'defaults'>,
): Voices {
  const quoted = quote(sourceOf, said, [...at, 'extends'])
  if (quoted === undefined) return { sourceOf, at, defaults, named: undefined, last: SILENCE }
  const { value, source } = quoted
  const rule = `${source.rule}: ${value.said}`
  const voice: Voice = { preset: value.preset, source: { ...source, rule } }
  return value.preset === DEFAULT_PRESET
    ? { sourceOf, at, defaults, named: undefined, last: voice }
    : { sourceOf, at, defaults, named: voice, last: SILENCE }
}

/** An answer that the file may give in two places, under the same key: nearby, and for everything in `defaults`. */
export interface Answer<T> {
  readonly key: KeyPath
  readonly own: T | undefined
  readonly fallback?: T | undefined
}

/** The first answer to a question: somebody's own words, the preset they name, the file's defaults, or two-way. */
export function settle<T>(
  { sourceOf, at, named, last }: Voices,
  { key, own, fallback }: Answer<T>,
  question: (preset: Preset) => T,
): Sourced<T> {
  return (
    quote(sourceOf, own, [...at, ...key]) ??
    (named && ask(named, question)) ??
    quote(sourceOf, fallback, ['defaults', ...key]) ??
    ask(last, question)
  )
}

function ask<T>({ preset, source }: Voice, question: (preset: Preset) => T): Sourced<T> {
  return { value: question(preset), source }
}
