import type { EntityConfig } from '../../config/config.ts'
import type { RuleKey } from '../../core/policy/effective-matrix.ts'
import type { BySide } from '../../core/side.ts'
import type { EntityTerms } from '../../core/terms.ts'

/** Where a rule stands: `entities.company.unmatched.erp`, `preset two-way`; the line where it is in the file. */
export interface RuleSource {
  readonly rule: string
  readonly line?: number | undefined
}

/** An entity as far as its rules are concerned. */
export interface Ruled {
  readonly terms: EntityTerms
  readonly said?: EntityConfig | undefined
}

/** Finds where a rule stands; without a configuration it is only named. */
export function sourceOfRule(key: RuleKey, { terms, said }: Ruled): RuleSource {
  return said === undefined ? { rule: nameOfRule(key, terms.names) } : statedAt(key, said)
}

function statedAt(key: RuleKey, { presence, allow, fields }: EntityConfig): RuleSource {
  if ('verb' in key) return allow[key.side][key.verb].source
  if ('side' in key) return presence[key.kind][key.side].source
  if (!('field' in key)) return presence[key.kind].source
  const field = fields.find(({ name }) => name === key.field)
  return field?.[key.kind].source ?? { rule: `${key.field}: ${key.kind}` }
}

function nameOfRule(key: RuleKey, names: BySide<string>): string {
  if ('verb' in key) return `${names[key.side]}: ${key.verb}`
  if ('side' in key) return `${key.kind} on ${names[key.side]}`
  return 'field' in key ? `${key.field}: ${key.kind}` : key.kind
}

/** Says where rules of an entity stand, each once: `unmatched.erp (line 12)`. */
export function describeSources(keys: readonly RuleKey[], ruled: Ruled): string {
  const told = keys.map((key) => {
    const { rule, line } = sourceOfRule(key, ruled)
    const own = rule.replace(`entities.${ruled.terms.entity}.`, '')
    return line === undefined ? own : `${own} (line ${line})`
  })
  return [...new Set(told)].join(', ')
}
