import { bySide } from '../../core/side.ts'
import type { BySide, Side } from '../../core/side.ts'
import type { Allowance } from '../../core/terms.ts'
import type { Value } from '../../core/value.ts'
import type { EntityConfig, FieldConfig, MatchConfig } from '../config.ts'
import type { SaidDefaults, SaidEntity, SaidMatch } from '../schema/entity.ts'
import type { SaidField } from '../schema/field.ts'
import type { SaidGuards } from '../schema/guards.ts'
import { readReference } from './read-reference.ts'
import { resolveGuards } from './resolve-guards.ts'
import { resolvePresence } from './resolve-presence.ts'
import { quote } from './rule-source.ts'
import type { SourceOf, Sourced, SourcedEach } from './rule-source.ts'
import { gatherVoices, settle } from './voices.ts'
import type { Voices } from './voices.ts'

/** The rest of the file, for an entity that is resolved. */
export interface Surrounding {
  readonly sourceOf: SourceOf
  readonly names: BySide<string>
  readonly defaults: SaidDefaults
  readonly guards: SaidGuards | undefined
}

/** Answers every question about one entity that the file can answer (C11). */
export function resolveEntity(
  name: string,
  said: SaidEntity,
  { sourceOf, names, defaults, guards }: Surrounding,
): EntityConfig {
  const at = ['entities', name]
  const voices = gatherVoices(said.extends, { sourceOf, at, defaults })
  const preset = voices.named ?? voices.last
  return {
    name,
    collections: said.sides,
    preset: { value: said.extends?.said ?? preset.preset.name, source: preset.source },
    fields: Object.entries(said.fields).map(([field, rule]) => resolveField(field, rule, voices)),
    presence: resolvePresence(said, names, voices),
    match: said.match.map((rule, index) => resolveMatch(rule, index, { names, voices })),
    allow: bySide((side) => resolveAllowance(said, side, { names, voices })),
    acceptLostUpdates: said.acceptLostUpdates,
    guards: resolveGuards(sourceOf, [
      [said.guards, [...at, 'guards']],
      [guards, ['guards']],
    ]),
  }
}

function resolveField(name: string, said: SaidField, entity: Voices): FieldConfig {
  const voices = { ...entity, at: [...entity.at, 'fields', name] }
  const { defaults } = voices
  const refersTo = readReference(said.as)
  // The links translate a reference; the mapping only has to know that it is an id.
  const as = refersTo === undefined ? (said.as as Value | undefined) : 'id'
  return {
    name,
    owner: settle(voices, { key: ['owner'], own: said.owner }, ({ field }) => field.owner),
    otherEdits: settle(
      voices,
      { key: ['otherEdits'], own: said.otherEdits, fallback: defaults.otherEdits },
      ({ field }) => field.otherEdits,
    ),
    policy: settle(
      voices,
      { key: ['policy'], own: said.policy, fallback: defaults.policy },
      ({ field }) => field.policy,
    ),
    group: said.group,
    refersTo,
    required: said.required ?? false,
    spec: { ...said.sides, as, empty: said.empty },
  }
}

interface EntitySpeech {
  readonly names: BySide<string>
  readonly voices: Voices
}

function resolveMatch(
  said: SaidMatch,
  index: number,
  { names, voices }: EntitySpeech,
): MatchConfig {
  const key = bySide((side) => `${names[side]}.${[said.on[side]].flat().join('+')}`)
  return {
    name: `${key.a} = ${key.b}`,
    then: said.then,
    key: { on: said.on, as: said.as as Value | undefined },
    source: voices.sourceOf([...voices.at, 'match', index]),
  }
}

function resolveAllowance(
  said: SaidEntity,
  side: Side,
  { names, voices }: EntitySpeech,
): SourcedEach<Allowance> {
  const list = quote(voices.sourceOf, said.allow?.[side], [...voices.at, 'allow', names[side]])
  const verb = (name: keyof Allowance): Sourced<boolean> =>
    list === undefined
      ? { value: true, source: { rule: 'default allow' } }
      : { value: list.value.includes(name), source: list.source }
  return { create: verb('create'), update: verb('update'), delete: verb('delete') }
}
