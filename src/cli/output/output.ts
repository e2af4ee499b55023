import { styleText } from 'node:util'
import type { Line, Part } from './line.ts'
import { partsOf } from './line.ts'
import { jsonText, printable } from './printable.ts'
import { addressDocument, addressNext } from './address-next.ts'
import { clip } from './table.ts'

/** Where a command's text goes: a file, a pipe or a terminal. */
export interface Sink {
  write(text: string): void
  readonly isTerminal: boolean
  /** Width of the terminal; absent elsewhere. */
  readonly columns?: number | undefined
}

/** What decides how output looks. */
export interface OutputOptions {
  readonly stdout: Sink
  readonly stderr: Sink
  readonly env: Readonly<Record<string, string | undefined>>
  readonly json: boolean
  readonly quiet: boolean
  /** False for `--no-color`. */
  readonly color: boolean
  /** What `--config` says: lines that name the next command say it too. */
  readonly config?: string | undefined
}

/** The version of what `--json` prints: a new minor adds, a new major breaks; readers ignore keys they do not know. */
export const UI_VERSION = '1.0'

/** Width where nobody tells one. */
export const COLUMNS_DEFAULT = 80

const COLUMNS_MIN = 40

/**
 * All that a command says (C50). Data goes to stdout, prose and progress to stderr; every text is made harmless on the
 * way, so that callers pass on what systems said as it is.
 */
export interface Output {
  /** Whether machines read along: then one document or JSON lines, and nothing else, go to stdout. */
  readonly json: boolean
  /** Columns that a line of data may take. */
  readonly columns: number
  /** One line of what was asked for. */
  print(line: Line): void
  /** The whole answer to a query, for machines. */
  document(value: unknown): void
  /** One line of a long answer, for machines. */
  event(value: object): void
  /** One line of prose; not with `--quiet`. */
  note(line: Line): void
  /** One line that must be seen. */
  warn(line: Line): void
  /** Shows a line that the next one replaces, where a terminal is attached; the empty line removes it. */
  progress(line: Line): void
  /** Whether `progress` shows anything. */
  readonly isLive: boolean
}

const ERASE_LINE = '\r\u001b[2K'

/** Makes the output of one command. */
export function makeOutput(options: OutputOptions): Output {
  const { stdout, stderr, json, quiet, config } = options
  const [paintOut, paintErr] = [painter(stdout, options), painter(stderr, options)]
  const isLive = stderr.isTerminal && !quiet
  let isDrawn = false
  const erase = (): void => {
    if (isDrawn) stderr.write(ERASE_LINE)
    isDrawn = false
  }
  const tell = (line: Line): void => {
    erase()
    stderr.write(`${paintErr(addressNext(line, config))}\n`)
  }
  const say = (text: string): void => {
    erase()
    stdout.write(`${text}\n`)
  }
  return {
    json,
    isLive,
    columns: columnsOf(options),
    print: (line) => say(paintOut(addressNext(line, config))),
    document: (value) => say(jsonText(addressDocument(value, config), 2)),
    event: (value) => say(jsonText(addressDocument(value, config))),
    note: (line) => {
      if (!quiet) tell(line)
    },
    warn: tell,
    progress: (line) => {
      if (!isLive) return
      erase()
      const parts = clip(line, (stderr.columns ?? COLUMNS_DEFAULT) - 1)
      isDrawn = parts.some(({ text }) => text !== '')
      if (isDrawn) stderr.write(paintErr(parts))
    },
  }
}

function columnsOf({ stdout, env }: OutputOptions): number {
  const stated = stdout.columns ?? Number(env['COLUMNS'])
  return Number.isInteger(stated) && stated > 0 ? Math.max(COLUMNS_MIN, stated) : COLUMNS_DEFAULT
}

type Paint = (line: Line) => string

/** Colours only where a person sees them and nobody forbade them (https://no-color.org). */
function painter({ isTerminal }: Sink, { env, color }: OutputOptions): Paint {
  const forbidden = !color || (env['NO_COLOR'] ?? '') !== '' || env['TERM'] === 'dumb'
  const paint = isTerminal && !forbidden ? paintPart : ({ text }: Part) => printable(text)
  return (line) => partsOf(line).map(paint).join('').trimEnd()
}

function paintPart({ text, style }: Part): string {
  const clean = printable(text)
  return style === undefined || clean === ''
    ? clean
    : styleText(style, clean, { validateStream: false })
}
