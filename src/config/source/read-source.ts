import { LineCounter, parseDocument } from 'yaml'
import { ConfigError } from './complaint.ts'
import type { Position } from './complaint.ts'
import { convertTree } from './convert-tree.ts'
import { explainSyntax } from './explain-syntax.ts'
import { DEPTH_MAX, opensTooMuch } from './nesting.ts'
import type { Source } from './source.ts'

/** How long a configuration may be. */
export const CONFIG_BYTES_MAX = 524_288

/** How many errors of syntax are told: after the first few, the parser is lost. */
const SYNTAX_ERRORS_MAX = 10

/** Control characters that no text of a configuration holds; tab, line feed and carriage return are text. */
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/

/**
 * Reads a configuration as strict YAML 1.2 (C3), of which JSON is a part; never executes, merges or guesses anything.
 * `file` is how people call it. Throws `ConfigError` with every error of syntax.
 */
export function readSource(bytes: Uint8Array, file: string): Source {
  const text = decode(bytes, file)
  const lines = new LineCounter()
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset)
    return { line: Math.max(line, 1), column: Math.max(col, 1) }
  }
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    strict: true,
    uniqueKeys: true,
    stringKeys: true,
    merge: false,
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: 'error',
    lineCounter: lines,
  })
  const errors = [...document.errors, ...document.warnings].slice(0, SYNTAX_ERRORS_MAX)
  if (errors.length > 0)
    throw new ConfigError(
      errors.map((error) => ({
        file,
        path: [],
        reason: explainSyntax(error),
        ...positionAt(error.pos[0]),
      })),
    )
  if (document.directives.yaml.version !== '1.2') throw refuse(file, 'has to be YAML 1.2')
  const { tree, places, complaints } = convertTree(document, positionAt)
  if (complaints.length > 0)
    throw new ConfigError(complaints.map((complaint) => ({ ...complaint, file })))
  return { file, tree, placeOf: (path) => places.get(JSON.stringify(path)) }
}

/** The text, which is UTF-8, not too long, and safe to be parsed. */
function decode(bytes: Uint8Array, file: string): string {
  if (bytes.byteLength > CONFIG_BYTES_MAX)
    throw refuse(file, `is longer than ${CONFIG_BYTES_MAX} bytes`)
  const text = decodeUtf8(bytes)
  if (text === undefined) throw refuse(file, 'is not UTF-8 text')
  const control = CONTROL.exec(text)?.[0]
  if (control !== undefined) {
    const code = control.charCodeAt(0).toString(16).padStart(4, '0').toUpperCase()
    throw refuse(file, `holds the control character U+${code}`)
  }
  if (opensTooMuch(text)) throw refuse(file, `is nested deeper than ${DEPTH_MAX} levels`)
  return text
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function refuse(file: string, reason: string): ConfigError {
  return new ConfigError([{ file, path: [], line: 1, column: 1, reason }])
}
