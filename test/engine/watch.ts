import type { Pairing } from '../../src/engine/pairing.ts'
import type { TraceLine } from '../../src/trace/trace-line.ts'
import { readTrace } from '../../src/trace/read-trace.ts'
import { tracePairing, traceHead } from '../../src/engine/trace/trace-pairing.ts'
import { verifyTrace } from '../../src/trace/verify-trace.ts'

/** The text of a trace, as a file would hold it, shared by every run that is watched. */
export interface Watch {
  readonly text: () => string
  readonly lines: () => readonly TraceLine[]
  readonly trace: (pairing: Pairing) => Pairing
  /** Throws with the first rule that any run so far has broken, and with what led to it. */
  readonly judge: () => void
}

/** Watches runs at their two doors, and judges them by the rules of writing (V2). */
export function openWatch(): Watch {
  let text = `${JSON.stringify(traceHead('a key'))}\n`
  const lines = (): readonly TraceLine[] => {
    const trace = readTrace(text)
    if (trace.kind !== 'read') throw new Error(`line ${String(trace.line)}: ${trace.why}`)
    return trace.lines
  }
  return {
    text: () => text,
    lines,
    trace: (pairing) =>
      tracePairing(pairing, {
        key: 'a key',
        write: (line) => {
          text += `${JSON.stringify(line)}\n`
        },
      }),
    judge() {
      const [breach] = verifyTrace(lines()).broken
      if (breach === undefined) return
      const { rule, message, line, story } = breach
      const told = story.map((each) => `  ${String(each.line)}: ${each.text}`)
      throw new Error([`[${rule}] line ${String(line)}: ${message}`, ...told].join('\n'))
    },
  }
}
