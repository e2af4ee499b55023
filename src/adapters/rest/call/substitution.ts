import type { Value } from '../../../core/value.ts'
import { BilateralError } from '../../../errors.ts'
import { compilePath } from '../../http/json/path.ts'
import { toHttpDate } from '../../http/header/http-date.ts'

/** Everything a template may ask for. */
export const SUBSTITUTIONS = [
  'id',
  'token',
  'set',
  'op',
  'from',
  'to',
  'field',
  'value',
  'items',
  'fields',
  'page',
  'size',
] as const

/** The name of a substitution. */
export type Substitution = (typeof SUBSTITUTIONS)[number]

/** What the substitutions stand for in one request; `from` and `to` are milliseconds since 1970. */
export type Scope = Readonly<Partial<Record<Substitution, Value | undefined>>>

/** A part of a text: itself, or what takes its place. */
export type Part = string | Hole

/** A place in a template that a request fills. */
export interface Hole {
  readonly name: Substitution
  readonly fill: (scope: Scope) => Value | undefined
}

type Format = (value: Value) => Value | undefined

const FORMATS: Readonly<Record<string, Format>> = {
  text: (value) => (typeof value === 'object' ? undefined : String(value)),
  number: (value) => (typeof value === 'object' || !isNumeric(value) ? undefined : Number(value)),
  rfc3339: ofTime((ms) => new Date(ms).toISOString()),
  seconds: ofTime((ms) => new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z')),
  date: ofTime((ms) => new Date(ms).toISOString().slice(0, 10)),
  'http-date': ofTime(toHttpDate),
  'epoch-ms': ofTime((ms) => ms),
  'epoch-s': ofTime((ms) => Math.floor(ms / 1000)),
}

const DEFAULT_FORMATS: Readonly<Partial<Record<Substitution, string>>> = {
  from: 'rfc3339',
  to: 'rfc3339',
}

const HOLE = /\$\$\{|\$\{([^{}]*)\}/g
const INSIDE = /^([a-z]+)(?:\.([\w.-]+))?(?::([a-z0-9-]+))?$/

/** Takes a template text apart. Throws `CONFIG_INVALID`, led by `where`, for a substitution there is none of. */
export function partsOf(template: string, where: string): readonly Part[] {
  const parts: Part[] = []
  let end = 0
  for (const match of template.matchAll(HOLE)) {
    const [all, inside] = match
    parts.push(template.slice(end, match.index), inside === undefined ? '${' : hole(inside, where))
    end = match.index + all.length
  }
  parts.push(template.slice(end))
  return joinTexts(parts)
}

function joinTexts(parts: readonly Part[]): readonly Part[] {
  const joined: Part[] = []
  for (const part of parts) {
    const last = joined.at(-1)
    if (typeof part === 'string' && typeof last === 'string')
      joined[joined.length - 1] = last + part
    else if (part !== '') joined.push(part)
  }
  return joined
}

function hole(inside: string, where: string): Hole {
  const [, name = '', path, formatName] = INSIDE.exec(inside) ?? []
  if (!isSubstitution(name)) throw unknown(`\${${inside}}`, where, SUBSTITUTIONS)
  const format = formatName ?? DEFAULT_FORMATS[name]
  if (format !== undefined && !Object.hasOwn(FORMATS, format))
    throw unknown(`\${${inside}}`, where, Object.keys(FORMATS))
  const write = format === undefined ? undefined : FORMATS[format]
  const read = path === undefined ? undefined : compilePath(path)
  return {
    name,
    fill: (scope) => {
      const whole = scope[name]
      const value = whole === undefined || read === undefined ? whole : read(whole)
      return value === undefined || write === undefined ? value : write(value)
    },
  }
}

function unknown(text: string, where: string, known: readonly string[]): BilateralError {
  return new BilateralError(
    'CONFIG_INVALID',
    `${where}: ${text} is not a substitution; there is ${known.join(', ')}; nothing was sent`,
    { next: 'bilateral check' },
  )
}

function isSubstitution(name: string): name is Substitution {
  return (SUBSTITUTIONS as readonly string[]).includes(name)
}

function isNumeric(value: Value): boolean {
  return value !== null && value !== '' && Number.isFinite(Number(value))
}

/** Times come as milliseconds, or as a text that holds one, such as a stamp used as a token. */
function ofTime(write: (ms: number) => Value): Format {
  return (value) => {
    const ms = typeof value === 'string' ? Date.parse(value) : value
    return typeof ms === 'number' && Math.abs(ms) <= TIME_MAX_MS ? write(ms) : undefined
  }
}

/** The last moment a `Date` can hold, in milliseconds since 1970. */
const TIME_MAX_MS = 8.64e15
