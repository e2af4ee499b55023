import type { Fields, Value } from '../../core/value.ts'
import { describeValue } from './value.ts'

/** What became of one field: `before` is what stood there and can be put back, `after` what stands there instead. */
export interface Change {
  readonly field: string
  readonly before?: Value | undefined
  readonly after?: Value | undefined
}

/** Fields that get values; `before` tells what stood there, as far as it is known. */
export function changesTo(set: Fields, before: Fields | null): readonly Change[] {
  return Object.entries(set).map(([field, after]) => ({
    field,
    before: before !== null && Object.hasOwn(before, field) ? before[field] : undefined,
    after,
  }))
}

/** Fields that lose their values. */
export function losses(fields: Fields): readonly Change[] {
  return Object.entries(fields).map(([field, before]) => ({ field, before }))
}

/** Says a change: `"Kiesel" → "Kiesel AG"`, and with `—` where there is nothing. */
export function describeChange({ before, after }: Change): string {
  return `${describeValue(before)} → ${describeValue(after)}`
}
