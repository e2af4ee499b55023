import type { Value } from '../../core/value.ts'
import { QUOTED_WORD, readBareWord, unquoteWord } from './word.ts'

/** One argument of a step: by position, or by name. */
export interface Argument {
  readonly name?: string | undefined
  readonly value: Value
}

/** A step of a lens chain as written: its name and its arguments, not yet understood. */
export interface Call {
  readonly name: string
  readonly arguments: readonly Argument[]
}

/** How long the text of one step may be, in characters. */
export const STEP_LENGTH_MAX = 500

const QUOTED = String.raw`${QUOTED_WORD}|'[^'\p{Cc}]*'`
const NESTED = String.raw`[^\s,()"'=][^,()"'=]*(?:\([^()]*\))?`

const CALL = /^\s*(?<name>[a-z][a-z0-9-]*)\s*(?:\((?<inside>.*)\))?\s*$/su
const ARGUMENT = new RegExp(
  String.raw`\s*(?:(?<name>[a-zA-Z][a-zA-Z0-9-]*)\s*=\s*)?(?:(?<quoted>${QUOTED})|(?<bare>${NESTED}))\s*(?<end>,|$)`,
  'uy',
)

/** Reads `name` or `name(argument, key=argument)`; nothing if it is not of that form. */
export function parseCall(text: string): Call | undefined {
  if (text.length > STEP_LENGTH_MAX) return undefined
  const groups = CALL.exec(text)?.groups
  if (groups === undefined) return undefined
  const found = parseArguments(groups['inside'] ?? '')
  return found && { name: groups['name'] ?? '', arguments: found }
}

function parseArguments(text: string): readonly Argument[] | undefined {
  if (text.trim() === '') return []
  const found: Argument[] = []
  ARGUMENT.lastIndex = 0
  for (;;) {
    const groups = ARGUMENT.exec(text)?.groups
    if (groups === undefined) return undefined
    found.push({ name: groups['name'], value: toValue(groups) })
    if (groups['end'] === '') return found
  }
}

/** Quoted is text; a bare word is what YAML would make of it. */
function toValue({ quoted, bare }: Readonly<Record<string, string | undefined>>): Value {
  if (quoted === undefined) return readBareWord((bare ?? '').trim())
  return quoted.startsWith('"') ? unquoteWord(quoted) : quoted.slice(1, -1)
}
