/** What a configuration may refer to. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>
  /** The text of a file named relative to the configuration; throws what the file system throws. */
  readonly readText: (path: string) => string
}

/** What a reference stands for, or why it stands for nothing. */
export type Referent =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly reason: string }

const FORM = /\$\{(env|file):([^}]*)\}/gi
const VARIABLE = /^(?<name>[A-Za-z_]\w*)(?::-(?<fallback>.*))?$/s

/** A text cut at its references: literal parts as they are, each reference as what stands in its braces. */
export interface Cut {
  readonly literals: readonly string[]
  readonly references: readonly { readonly kind: string; readonly name: string }[]
}

/** Cuts a text at `${env:…}` and `${file:…}`; there is one literal more than references. */
export function cutAtReferences(text: string): Cut {
  const found = [...text.matchAll(FORM)]
  const references = found.map(([, kind = '', name = '']) => ({ kind, name }))
  const ends = found.map(({ index, 0: { length } }) => index + length)
  const literals = [0, ...ends].map((start, at) => text.slice(start, found[at]?.index))
  return { literals, references }
}

/** Finds what a reference stands for. A default (`${env:NAME:-default}`) is for what is no secret. */
export function followReference(
  { kind, name }: Cut['references'][number],
  { env, readText }: Surroundings,
  isSecret: boolean,
): Referent {
  if (kind === 'file') return followFile(name, readText)
  const groups = kind === 'env' ? VARIABLE.exec(name)?.groups : undefined
  if (groups === undefined)
    return { ok: false, reason: 'holds a reference that cannot be read; write ${env:NAME}' }
  const { name: variable = '', fallback } = groups
  if (isSecret && fallback !== undefined)
    return { ok: false, reason: `a secret has no default; write \${env:${variable}}` }
  return followVariable(
    variable,
    Object.hasOwn(env, variable) ? env[variable] : undefined,
    fallback,
  )
}

/** An empty variable is as good as none: shells make one of a variable that they do not know. */
function followVariable(
  name: string,
  value: string | undefined,
  fallback: string | undefined,
): Referent {
  if (value !== undefined && value !== '') return { ok: true, text: value }
  if (fallback !== undefined) return { ok: true, text: fallback }
  const state = value === undefined ? 'is not set' : 'is empty'
  return { ok: false, reason: `the environment variable ${name} ${state}` }
}

/** The content of a file without the line break that editors put at its end. */
function followFile(name: string, readText: Surroundings['readText']): Referent {
  if (name === '') return { ok: false, reason: 'names no file; write ${file:/path}' }
  try {
    const text = readText(name).replace(/\r?\n$/, '')
    return text === '' ? { ok: false, reason: `the file ${name} is empty` } : { ok: true, text }
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'it is no text'
    return { ok: false, reason: `the file ${name} cannot be read (${why})` }
  }
}
