import type { Fields, Value } from '../../../core/value.ts'
import type { Scope, Substitution } from './substitution.ts'
import { partsOf } from './substitution.ts'

/** A compiled template. */
export interface Template {
  /** What it asks for. */
  readonly uses: ReadonlySet<Substitution>
  /** The value it makes; `undefined` where something it needs is not there. */
  readonly render: (scope: Scope) => Value | undefined
}

/**
 * Compiles a JSON value with substitutions in its texts, once. A text that is one substitution becomes that value, as
 * it is; values are never looked at for substitutions. Members and items without a value are left out. Throws
 * `CONFIG_INVALID`, led by `where`.
 */
export function compileTemplate(source: Value, where: string): Template {
  if (typeof source === 'string') return compileText(source, where)
  if (typeof source !== 'object' || source === null)
    return { uses: new Set(), render: () => source }
  return isList(source) ? compileList(source, where) : compileMembers(source, where)
}

function isList(value: Value): value is readonly Value[] {
  return Array.isArray(value)
}

function compileText(source: string, where: string): Template {
  const parts = partsOf(source, where)
  const [first] = parts
  const uses = new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : [part.name])))
  if (parts.length === 1 && typeof first === 'object') return { uses, render: first.fill }
  if (uses.size === 0) return { uses, render: () => (typeof first === 'string' ? first : '') }
  const render = (scope: Scope): Value | undefined => {
    let text = ''
    for (const part of parts) {
      const value = typeof part === 'string' ? part : part.fill(scope)
      if (value === undefined || typeof value === 'object') return undefined
      text += String(value)
    }
    return text
  }
  return { uses, render }
}

function compileList(source: readonly Value[], where: string): Template {
  const items = source.map((item, at) => compileTemplate(item, `${where}.${at}`))
  return {
    uses: usedBy(items),
    render: (scope) => items.flatMap((item) => wrap(item.render(scope))),
  }
}

function wrap(value: Value | undefined): readonly Value[] {
  return value === undefined ? [] : [value]
}

function compileMembers(source: Fields, where: string): Template {
  const members = Object.entries(source).map(
    ([name, value]) => [name, compileTemplate(value, `${where}.${name}`)] as const,
  )
  return {
    uses: usedBy(members.map(([, member]) => member)),
    render: (scope) =>
      Object.fromEntries(
        members.flatMap(([name, member]) => wrap(member.render(scope)).map((one) => [name, one])),
      ),
  }
}

/** Everything several templates ask for. */
export function usedBy(templates: readonly Template[]): ReadonlySet<Substitution> {
  return new Set(templates.flatMap(({ uses }) => [...uses]))
}
