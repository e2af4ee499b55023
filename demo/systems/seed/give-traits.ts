import type { Entry } from './facts.ts'
import type { Random } from './random.ts'
import type { Trait } from './traits.ts'

/** Gives each trait to one of the entries that both systems know, and applies it to their notes. */
export function giveTraits<T>(
  entries: readonly Entry<T>[],
  traits: readonly Trait[],
  random: Random,
): Entry<T>[] {
  const shared = entries.filter(({ crm, erp }) => crm !== null && erp !== null)
  const chosen = random.shuffle(shared).slice(0, traits.length)
  const given = new Map(chosen.map((entry, index) => [entry, traits[index]]))
  return entries.map((entry) => {
    const { crm, erp } = entry
    const trait = given.get(entry)
    if (trait === undefined || crm === null || erp === null) return entry
    trait.apply({ crm, erp })
    return { ...entry, trait }
  })
}
