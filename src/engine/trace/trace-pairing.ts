import type { Entity, Pairing } from '../pairing.ts'
import type { LineOf, TraceLine } from '../../trace/trace-line.ts'
import type { Tracing } from './trace-collection.ts'
import { TRACE_VERSION } from '../../trace/trace-line.ts'
import { bySide } from '../../core/side.ts'
import { digester } from './digest.ts'
import { traceCollection } from './trace-collection.ts'
import { traceStore } from './trace-store.ts'

/** Where the lines of a trace go. */
export interface TraceSink {
  /** What makes the digests of this trace comparable with each other and with no other trace. */
  readonly key: string
  /**
   * Takes each line before what it tells of goes on. For a trace that is to survive a kill it has left the process when
   * this returns. Must not throw.
   */
  readonly write: (line: TraceLine) => void
}

/** The first line of a trace with a key. */
export function traceHead(key: string): LineOf<'trace'> {
  return { kind: 'trace', version: TRACE_VERSION, key }
}

/**
 * The same pairing, with a line of the trace for whatever passes its two doors: the memory and the systems. The engine
 * knows nothing of it. Values go into the trace as digests; ids, versions and the names of fields as they are. The lines
 * of later runs may follow those of earlier ones under the same key, behind one head.
 */
export function tracePairing(pairing: Pairing, { key, write }: TraceSink): Pairing {
  let last = 0
  const tracing: Tracing = { write, digest: digester(key), number: () => ++last }
  for (const { name, terms } of pairing.entities) {
    const rules = terms.fields.map(({ name: field, owner, group }) => [field, { owner, group }])
    const fields = Object.fromEntries(rules) as LineOf<'entity'>['fields']
    write({ kind: 'entity', entity: name, systems: terms.names, fields })
  }
  return {
    ...pairing,
    store: traceStore(pairing.store, tracing),
    entities: pairing.entities.map((entity) => traceEntity(entity, tracing)),
  }
}

function traceEntity(entity: Entity, tracing: Tracing): Entity {
  const collections = bySide((side) =>
    traceCollection(entity.collections[side], { ...tracing, entity: entity.name, side }),
  )
  return { ...entity, collections }
}
