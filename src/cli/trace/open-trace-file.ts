import { closeSync, ftruncateSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import type { CliContext } from '../context.ts'
import type { TraceLine } from '../../trace/trace-line.ts'
import type { TraceSink } from '../../engine/trace/trace-pairing.ts'
import { BilateralError } from '../../errors.ts'
import { readTrace } from '../../trace/read-trace.ts'
import { traceHead } from '../../engine/trace/trace-pairing.ts'

/** A file that a run's trace is added to. */
export interface TraceFile extends TraceSink {
  readonly close: () => void
}

/** A trace names records: only its owner reads it. */
const OWNER_ONLY = 0o600

/**
 * Opens a trace: a new one, or one of earlier runs, of which a line that a kill cut off is taken away. Every line has left
 * the process before what it tells of goes on. A trace that cannot be written any further is removed with a warning, for
 * one with gaps would accuse the run; the run goes on. Throws `USAGE` for a file that is no trace or cannot be written.
 */
export function openTraceFile(name: string, context: CliContext): TraceFile {
  const path = resolve(context.cwd, name)
  let file: number | undefined = open(path, name)
  const append = (line: TraceLine): void => {
    if (file !== undefined) writeSync(file, `${JSON.stringify(line)}\n`)
  }
  const close = (): void => {
    if (file !== undefined) closeSync(file)
    file = undefined
  }
  const write = (line: TraceLine): void => {
    try {
      append(line)
    } catch (error) {
      close()
      rmSync(path, { force: true })
      context.output.warn(`the trace ${name} could not be kept and was removed: ${reasonOf(error)}`)
    }
  }
  const earlier = readEarlier(file, name)
  const key = earlier ?? context.names.unique()
  if (earlier === undefined) write(traceHead(key))
  return { key, write, close }
}

function open(path: string, name: string): number {
  try {
    return openSync(path, 'a+', OWNER_ONLY)
  } catch (cause) {
    throw new BilateralError(
      'USAGE',
      `the trace cannot be kept in ${name}: ${reasonOf(cause)}; nothing was written to either system`,
      { cause, next: 'bilateral sync --trace with another file' },
    )
  }
}

/** The key of the trace that is there; `undefined` for an empty file. */
function readEarlier(file: number, name: string): string | undefined {
  const bytes = readFileSync(file)
  const end = bytes.lastIndexOf('\n') + 1
  const [first = ''] = bytes.toString('utf8', 0, end).split('\n', 1)
  if (bytes.length > 0) {
    const head = readTrace(`${first}\n`)
    const line = head.kind === 'read' ? head.lines[0] : undefined
    if (line?.kind !== 'trace') {
      closeSync(file)
      throw new BilateralError(
        'USAGE',
        `${name} is no trace that this version could add to; nothing was written to either system`,
        { next: 'bilateral sync --trace with another file' },
      )
    }
    ftruncateSync(file, end)
    return line.key
  }
  return undefined
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
