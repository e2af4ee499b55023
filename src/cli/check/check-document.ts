import type { CheckReport } from '../../engine/check/check.ts'
import type { JudgedPolicy } from './judge-policies.ts'
import { SIDES } from '../../core/side.ts'
import type { BySide } from '../../core/side.ts'
import { UI_VERSION } from '../output/output.ts'
import { refusedIn } from './judge-policies.ts'

/** A check for machines: what was measured as it is, systems by the users' names. */
export function checkDocument(
  { systems, entities, findings }: CheckReport,
  policies: readonly JudgedPolicy[],
): object {
  const names = { a: systems.a.name, b: systems.b.name }
  const named = <T>(values: BySide<T>): Readonly<Record<string, T>> =>
    Object.fromEntries(SIDES.map((side) => [names[side], values[side]]))
  return {
    version: UI_VERSION,
    systems: SIDES.map((side) => systems[side]),
    entities: entities.map(({ entity, sides, match, fields }) => ({
      entity,
      systems: named(sides),
      match: {
        ...match,
        rules: match.rules.map((rule) => ({
          ...rule,
          keyed: named(rule.keyed),
          duplicates: named(rule.duplicates),
          examples: named(rule.examples),
        })),
        ambiguous: named(match.ambiguous),
        doubts: match.doubts.map(({ side, ...doubt }) => ({ system: names[side], ...doubt })),
        alone: named(match.alone),
      },
      fields: fields.map((field) => ({ ...field, sides: undefined, systems: named(field.sides) })),
    })),
    findings: findings.map(({ side, ...finding }) => ({
      ...finding,
      system: side === undefined ? undefined : names[side],
    })),
    policies,
    errors: findings.filter(({ severity }) => severity === 'error').length + refusedIn(policies),
    warnings: findings.filter(({ severity }) => severity === 'warning').length,
  }
}
