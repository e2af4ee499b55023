/** A place in the configuration: keys and, for lists, positions from 0. Empty for the whole file. */
export type KeyPath = readonly (string | number)[]

const PLAIN = /^[\p{L}\p{N}_$@/-]+$/u

/** Writes a path as people read it: `entities.company.match[0].on.crm`; odd keys are quoted. */
export function describePath(path: KeyPath): string {
  return path
    .map((part, at) => {
      if (typeof part === 'number') return `[${String(part)}]`
      if (!PLAIN.test(part)) return `[${JSON.stringify(part)}]`
      return at === 0 ? part : `.${part}`
    })
    .join('')
}
