import process from 'node:process'
import type { Sink } from './output/output.ts'
import type { World } from './world.ts'
import { listenForStop } from './stop-signals.ts'

/** The world of a real process. */
export function processWorld(): World {
  const stdout = sinkOf(process.stdout)
  const stderr = sinkOf(process.stderr)
  return {
    cwd: process.cwd(),
    env: process.env,
    stdout,
    stderr,
    isInteractive: process.stdin.isTTY && stderr.isTerminal && (process.env['CI'] ?? '') === '',
    ...listenForStop(process, (message) => stderr.write(`\n${message}\n`)),
  }
}

function sinkOf(stream: NodeJS.WriteStream): Sink {
  let isOpen = true
  // A reader that has seen enough (`| head`) is no failure.
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error
    isOpen = false
  })
  return {
    isTerminal: stream.isTTY,
    get columns() {
      return stream.isTTY ? stream.columns : undefined
    },
    write(text) {
      if (isOpen) stream.write(text)
    },
  }
}
