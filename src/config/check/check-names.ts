import { SIDES } from '../../core/side.ts'
import type { BySide } from '../../core/side.ts'
import { findNearest } from '../../mapping/notation/nearest.ts'
import type { EntityConfig } from '../config.ts'
import { describeValue, listWords } from '../explain/phrase.ts'
import type { SaidFile } from '../schema/file.ts'
import type { Complaint } from '../source/complaint.ts'
import { findCycle, parentsIn } from './order-entities.ts'
import type { Turn } from './order-entities.ts'

/** Finds names of collections and entities that stand for nothing, and entities that would have to precede themselves. */
export function checkNames(
  said: SaidFile,
  names: BySide<string>,
  entities: readonly EntityConfig[],
): readonly Complaint[] {
  const turns = turnsOf(said, entities)
  return [
    ...entities.flatMap((entity) => checkCollections(entity, said, names)),
    ...entities.flatMap((entity) => checkReferences(entity, entities)),
    ...turns.flatMap((turn) => checkAfter(turn, turns)),
    ...checkTwins(entities),
  ]
}

/** What decides the order of the entities. */
export function turnsOf(said: SaidFile, entities: readonly EntityConfig[]): readonly Turn[] {
  return entities.map(({ name, fields }) => ({
    name,
    refersTo: fields.flatMap(({ refersTo }) => refersTo ?? []),
    after: said.entities[name]?.after ?? [],
  }))
}

function checkCollections(
  { name, collections }: EntityConfig,
  { systems }: SaidFile,
  names: BySide<string>,
): readonly Complaint[] {
  return SIDES.flatMap((side) => {
    const known = Object.keys(systems[side].collections)
    if (known.includes(collections[side])) return []
    return [
      {
        path: ['entities', name, names[side]],
        reason: `${names[side]} declares no collection ${unknown(collections[side], known)}`,
      },
    ]
  })
}

function checkReferences(
  { name, fields }: EntityConfig,
  entities: readonly EntityConfig[],
): readonly Complaint[] {
  const known = entities.map((entity) => entity.name)
  return fields.flatMap(({ name: field, refersTo, spec }) => {
    if (refersTo === undefined) return []
    const path = ['entities', name, 'fields', field, 'as']
    if (!known.includes(refersTo))
      return [{ path, reason: `there is no entity ${unknown(refersTo, known)}` }]
    return typeof spec.a === 'string' && typeof spec.b === 'string'
      ? []
      : [{ path, reason: 'a group cannot be a reference; give each member a field of its own' }]
  })
}

function checkAfter({ name, after }: Turn, turns: readonly Turn[]): readonly Complaint[] {
  const known = turns.map((turn) => turn.name)
  const stray = after.flatMap((parent, index) =>
    known.includes(parent)
      ? []
      : [
          {
            path: ['entities', name, 'after', index],
            reason: `there is no entity ${unknown(parent, known)}`,
          },
        ],
  )
  const cycle = findCycle(name, parentsIn(turns, ['after']))
  const first = turns.find((turn) => cycle?.includes(turn.name))
  if (cycle === undefined || first?.name !== name) return stray
  const reason = `${[...cycle, name].join(' comes after ')}, so that none of them can begin`
  return [...stray, { path: ['entities', name, 'after'], reason }]
}

/** Two entities over the same two collections would write against each other. */
function checkTwins(entities: readonly EntityConfig[]): readonly Complaint[] {
  return entities.flatMap(({ name, collections: { a, b } }, at) => {
    const twin = entities
      .slice(0, at)
      .find(({ collections }) => collections.a === a && collections.b === b)
    if (twin === undefined) return []
    const reason = `maps the same two collections as ${twin.name}; put all fields into one entity`
    return [{ path: ['entities', name], key: true, reason }]
  })
}

function unknown(name: string, known: readonly string[]): string {
  const meant = findNearest(name, known)
  const hint =
    meant === undefined ? `; there are ${listWords(known)}` : `; did you mean "${meant}"?`
  return `${describeValue(name)}${hint}`
}
