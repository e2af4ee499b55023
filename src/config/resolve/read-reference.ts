const REFERENCE = /^\s*ref\s*\(\s*(?<entity>[^()\s]+)\s*\)\s*$/

/**
 * The entity that `as: ref(company)` refers to, in each of the forms a step may have. Nothing for every other chain: one
 * in which a reference does not stand alone is left to the mapping, which refuses it.
 */
export function readReference(as: unknown): string | undefined {
  if (typeof as === 'string') return REFERENCE.exec(as)?.groups?.['entity']
  if (Array.isArray(as)) return as.length === 1 ? readReference(as[0]) : undefined
  if (typeof as !== 'object' || as === null) return undefined
  const { ref, ...rest } = as as Readonly<Record<string, unknown>>
  return typeof ref === 'string' && Object.keys(rest).length === 0 ? ref : undefined
}
