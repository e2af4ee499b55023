import type { EntityTerms } from '../core/terms.ts'
import type { Fields, Value } from '../core/value.ts'
import type { Intent } from '../core/operation.ts'

/** A record that no pair holds, as it was listed. */
export interface Stray {
  readonly id: string
  readonly fields: Fields
  /** What it shows in a native field; asked for the external key only. */
  readonly native: (field: string) => Value | undefined
}

/**
 * Tells whether a record of the side that an unsettled create went to may be what it made (W7). Such a record is nobody's
 * new one: created across, it would be there twice. Without an identification every record may be ours until a person was
 * asked, and from then on those that show what was sent.
 */
export function isClaimed(intent: Intent, stray: Stray, { same }: EntityTerms): boolean {
  if (intent.verb !== 'create') return false
  const { identification, set, pending } = intent
  switch (identification.kind) {
    case 'client-id':
      return identification.id === stray.id
    case 'external-key':
      return identification.value === stray.native(identification.field)
    case 'idempotency-key':
    case 'none':
      return (
        pending !== true ||
        Object.keys(set).every((field) => same(field, stray.fields[field], set[field]))
      )
  }
}
