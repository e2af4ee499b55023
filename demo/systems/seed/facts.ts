import type { CrmRecord } from './crm-record.ts'
import type { ErpRow } from './erp-row.ts'
import type { Trait, TraitKind } from './traits.ts'

/** A company or a person, and what each system has written down about it. */
export interface Entry<T> {
  readonly thing: T
  /** What identifies it on both sides. */
  readonly key: string
  readonly crm: CrmRecord | null
  readonly erp: ErpRow | null
  readonly trait: Trait
}

/** One thing that both systems know under one key. */
export interface Pair {
  readonly key: string
  readonly crmId: string
  readonly erpId: number
  readonly trait: TraitKind
  /** The field the trait is about, by the name both systems share; null when all are equal. */
  readonly field: string | null
}

/** A key that more than one record of a system has. */
export interface Ambiguity {
  readonly key: string
  readonly crmIds: readonly string[]
  readonly erpIds: readonly number[]
}

/** Every record of an entity is in exactly one of the four lists. */
export interface EntityFacts {
  readonly pairs: readonly Pair[]
  readonly onlyCrm: readonly { readonly key: string; readonly crmId: string }[]
  readonly onlyErp: readonly { readonly key: string; readonly erpId: number }[]
  readonly ambiguous: readonly Ambiguity[]
}

/** Sorts the entries of an entity into the four lists, in the order of the entries. */
export function toEntityFacts(entries: readonly Entry<unknown>[]): EntityFacts {
  const byKey = Map.groupBy(entries, ({ key }) => key)
  const ambiguous: Ambiguity[] = []
  const pairs: Pair[] = []
  const onlyCrm: { key: string; crmId: string }[] = []
  const onlyErp: { key: string; erpId: number }[] = []
  for (const [key, [entry, ...others]] of byKey) {
    if (entry === undefined) continue
    const { crm, erp, trait } = entry
    if (others.length > 0) {
      ambiguous.push(toAmbiguity(key, [entry, ...others]))
    } else if (crm !== null && erp !== null) {
      pairs.push({ key, crmId: crm.id, erpId: erp.id, trait: trait.kind, field: trait.field })
    } else if (crm !== null) {
      onlyCrm.push({ key, crmId: crm.id })
    } else if (erp !== null) {
      onlyErp.push({ key, erpId: erp.id })
    }
  }
  return { pairs, onlyCrm, onlyErp, ambiguous }
}

function toAmbiguity(key: string, entries: readonly Entry<unknown>[]): Ambiguity {
  return {
    key,
    crmIds: entries.flatMap(({ crm }) => crm?.id ?? []),
    erpIds: entries.flatMap(({ erp }) => erp?.id ?? []),
  }
}
