import { isClockFace, pad } from './clock-face.ts'
import type { ClockFace } from './clock-face.ts'

/** A part of a time that a pattern can show. */
export type Unit = keyof ClockFace

/** How a system writes times: both directions of a text such as `dd.MM.yyyy HH:mm`. */
export interface Pattern {
  readonly text: string
  /** What it shows, in the order of the pattern. */
  readonly units: readonly Unit[]
  /** Digits after the second. */
  readonly digits: number
  /** The time a text shows; nothing if it is not of this form or no such time exists. Units not shown are zero. */
  read(text: string): ClockFace | undefined
  write(face: ClockFace): string
}

/** A pattern, or why it is none. */
export type Patterning =
  | { readonly ok: true; readonly pattern: Pattern }
  | { readonly ok: false; readonly reason: string; readonly suggestion?: string }

/** How long a pattern may be, in characters. */
export const PATTERN_LENGTH_MAX = 60

type Token =
  | { readonly kind: 'literal'; readonly text: string }
  /** `digits` is how many are written; a `loose` unit is read with one or two. */
  | { readonly kind: 'unit'; readonly unit: Unit; readonly digits: number; readonly loose: boolean }
  | { readonly kind: 'unknown'; readonly letters: string }

const UNITS: ReadonlyMap<string, readonly [Unit, number]> = new Map([
  ['yyyy', ['year', 4]],
  ['MM', ['month', 2]],
  ['M', ['month', 1]],
  ['dd', ['day', 2]],
  ['d', ['day', 1]],
  ['HH', ['hour', 2]],
  ['H', ['hour', 1]],
  ['mm', ['minute', 2]],
  ['ss', ['second', 2]],
])

/** A smaller unit means nothing without the larger one. */
const LARGER: Partial<Readonly<Record<Unit, Unit>>> = {
  minute: 'hour',
  second: 'minute',
  nanos: 'second',
}

const TOKEN = /(?<letter>[A-Za-z])\k<letter>*|'(?<quoted>[^']*)'|[^A-Za-z]/gu

const NO_TIME = { hour: 0, minute: 0, second: 0, nanos: 0 }

/** Reads a pattern. It has to show a whole day; two-digit years and digits that run together are refused. */
export function parsePattern(text: string): Patterning {
  if (text.length > PATTERN_LENGTH_MAX)
    return { ok: false, reason: `the format is longer than ${PATTERN_LENGTH_MAX} characters` }
  const tokens = Array.from(text.matchAll(TOKEN), ({ 0: all, groups }) =>
    toToken(all, groups?.['quoted']),
  )
  const unknown = tokens.find(({ kind }) => kind === 'unknown')
  if (unknown?.kind === 'unknown') return refuseLetters(text, unknown.letters)
  const reason = findFlaw(tokens)
  return reason === undefined
    ? { ok: true, pattern: compilePattern(text, tokens) }
    : { ok: false, reason: `the format ${JSON.stringify(text)} ${reason}` }
}

function toToken(text: string, quoted: string | undefined): Token {
  if (quoted !== undefined) return { kind: 'literal', text: quoted }
  if (/^S{1,9}$/.test(text))
    return { kind: 'unit', unit: 'nanos', digits: text.length, loose: false }
  const found = UNITS.get(text)
  if (found === undefined)
    return /^[A-Za-z']/.test(text) ? { kind: 'unknown', letters: text } : { kind: 'literal', text }
  const [unit, digits] = found
  return { kind: 'unit', unit, digits, loose: digits === 1 }
}

function refuseLetters(text: string, letters: string): Patterning {
  if (letters === "'") return { ok: false, reason: 'a single quote in the format is not closed' }
  if (/^y+$/i.test(letters) && letters.length !== 4)
    return {
      ok: false,
      reason: 'a year has four digits: a shorter one does not say its century',
      suggestion: JSON.stringify(text.replace(letters, 'yyyy')),
    }
  const fixed = text.replaceAll('Y', 'y').replaceAll('D', 'd').replaceAll('h', 'H')
  const better = fixed === text ? text.replace(letters, `'${letters}'`) : fixed
  return {
    ok: false,
    reason: `${letters} is no part of a time; letters that stand for themselves go in single quotes`,
    suggestion: JSON.stringify(better),
  }
}

function findFlaw(tokens: readonly Token[]): string | undefined {
  const units = unitsOf(tokens)
  const twice = units.find((unit, at) => units.indexOf(unit) !== at)
  if (twice !== undefined) return `shows the ${twice} twice`
  for (const unit of ['year', 'month', 'day'] as const)
    if (!units.includes(unit)) return `does not show the ${unit}`
  for (const unit of units) {
    const larger = LARGER[unit]
    if (larger !== undefined && !units.includes(larger))
      return `shows the ${unit} without the ${larger}`
  }
  const blurred = tokens.some(
    (token, at) => token.kind === 'unit' && token.loose && tokens[at + 1]?.kind === 'unit',
  )
  return blurred ? 'lets digits run together: write dd, MM and HH' : undefined
}

function unitsOf(tokens: readonly Token[]): readonly Unit[] {
  return tokens.flatMap((token) => (token.kind === 'unit' ? [token.unit] : []))
}

function compilePattern(text: string, tokens: readonly Token[]): Pattern {
  const units = unitsOf(tokens)
  const form = new RegExp(`^${tokens.map(toSource).join('')}$`, 'u')
  const fraction = tokens.find((token) => token.kind === 'unit' && token.unit === 'nanos')
  const digits = fraction?.kind === 'unit' ? fraction.digits : 0
  return {
    text,
    units,
    digits,
    read: (given) => {
      const found = form.exec(given)
      return found === null ? undefined : toFace(units, found, digits)
    },
    write: (face) => tokens.map((token) => writeToken(token, face)).join(''),
  }
}

function toSource(token: Token): string {
  if (token.kind === 'unit') return token.loose ? '(\\d{1,2})' : `(\\d{${token.digits}})`
  return token.kind === 'literal'
    ? token.text.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`)
    : ''
}

function toFace(
  units: readonly Unit[],
  found: readonly string[],
  digits: number,
): ClockFace | undefined {
  const face: Record<Unit, number> = { year: 0, month: 0, day: 0, ...NO_TIME }
  for (const [at, unit] of units.entries()) face[unit] = Number(found[at + 1])
  face.nanos *= 10 ** (9 - digits)
  return isClockFace(face) ? face : undefined
}

function writeToken(token: Token, face: ClockFace): string {
  if (token.kind === 'literal') return token.text
  if (token.kind === 'unknown') return ''
  return token.unit === 'nanos'
    ? pad(face.nanos, 9).slice(0, token.digits)
    : pad(face[token.unit], token.digits)
}
