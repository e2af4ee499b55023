import type { Capabilities } from '../../adapters/adapter.ts'
import type { Entity } from '../../engine/pairing.ts'
import type { Side } from '../../core/side.ts'
import type { Subject, SubjectSystem } from '../../guarantee/subject.ts'
import { abilityOf } from '../../engine/ability.ts'
import { bySide } from '../../core/side.ts'
import { sameValue } from '../../core/value.ts'

/** An entity as its guarantee depends on it. Equality is plain: the mapping's own laws are tested where it is read. */
export function subjectOf(entity: Entity): Subject {
  const { terms, match } = entity
  return {
    terms: { ...terms, same: (_, left, right) => sameValue(left, right) },
    systems: bySide((side) => systemOf(entity, side)),
    keyed: match.length > 0,
  }
}

function systemOf({ terms, collections }: Entity, side: Side): SubjectSystem {
  const { can } = collections[side]
  const ability = abilityOf(can)
  return {
    ability,
    versions: versionsOf(can),
    idempotent: ability.identification === 'idempotency-key',
    allow: terms.allow[side],
    incremental: can.changes === 'since',
  }
}

function versionsOf({ token }: Capabilities): SubjectSystem['versions'] {
  if (token === undefined) return 'none'
  return token.kind === 'etag' ? 'opaque' : token.kind
}
