import { EventEmitter } from 'node:events'
import { expect, test } from 'vitest'
import { BilateralError } from '../../src/errors.ts'
import { listenForStop } from '../../src/cli/process/stop-signals.ts'
import { makeContext } from '../../src/cli/context.ts'
import { readVersion } from '../../src/cli/version.ts'
import { reportError } from '../../src/cli/report-error.ts'
import { perform, quietWorld } from './stage.ts'

test('[C52] the version goes to stdout', async () => {
  const { out, err, exitCode } = await perform(['--version'])
  expect({ out, err, exitCode }).toEqual({ out: `${readVersion()}\n`, err: '', exitCode: 0 })
})

test('[C52] help lists every command and the options that all of them understand', async () => {
  const { out, exitCode } = await perform(['--help'])
  expect(exitCode).toBe(0)
  expect(out).toMatch(/matrix.* +show what each of the sixteen cells calls for/)
  const { out: own } = await perform(['matrix', '--help'])
  expect(own).toContain('--json')
})

test.each([
  ['a command', ['matrx'], "unknown command 'matrx' (did you mean matrix?)"],
  ['an option', ['matrix', '--jsn'], "unknown option '--jsn' (did you mean --json?)"],
  ['an argument', ['matrix', 'a', 'b'], "too many arguments for 'matrix'"],
])('[C53] %s that does not exist is refused with a suggestion', async (_, args, message) => {
  const { out, err, exitCode } = await perform(args)
  expect(err.split('\n')[0]).toContain(message)
  expect(err.split('\n')[1]).toMatch(/^next: bilateral .*--help$/)
  expect({ out, exitCode }).toEqual({ out: '', exitCode: 64 })
})

test('[C53] without a command the help is shown, as for a command line that says too little', async () => {
  const { out, err, exitCode } = await perform([])
  expect({ out, exitCode }).toEqual({ out: '', exitCode: 64 })
  expect(err).toContain('Usage: bilateral')
})

/** What is said of an error that a command throws. */
function tell(error: unknown, flags: object = {}, stop = new AbortController().signal) {
  let text = ''
  const sink = { write: (part: string) => void (text += part), isTerminal: false }
  const world = { ...quietWorld(), stdout: sink, stderr: sink, stop }
  const context = makeContext(world, flags)
  return { exitCode: reportError(error, context), text }
}

const refused = new BilateralError(
  'SYSTEM_UNAVAILABLE',
  'crm does not answer; nothing was written',
  { cause: new Error('connect ECONNREFUSED'), next: 'bilateral check' },
)

test('[C53] an error says what happened and what to do, and its cause only when asked', () => {
  expect(tell(refused)).toEqual({
    exitCode: 75,
    text: 'crm does not answer; nothing was written\nnext: bilateral check\n',
  })
  expect(tell(refused, { verbose: true }).text).toContain('because: connect ECONNREFUSED')
})

test('[C52] [C53] with --json an error is also a line for machines', () => {
  const { text } = tell(refused, { json: true })
  expect(JSON.parse(text.split('\n')[2] ?? '')).toEqual({
    type: 'error',
    code: 'SYSTEM_UNAVAILABLE',
    message: 'crm does not answer; nothing was written',
    next: 'bilateral check',
    exitCode: 75,
  })
})

test('[C53] a bug says that it is one, and shows where it happened only when asked', () => {
  const bug = new Error('Bug: no case for 7')
  const { exitCode, text } = tell(bug)
  expect(exitCode).toBe(1)
  expect(text).toContain('this is a bug')
  expect(text).not.toMatch(/^ +at /m)
  expect(tell(bug, { verbose: true }).text).toMatch(/^ +at /m)
})

test('[C54] what an interrupt cut off ends in 130; an abort that nobody asked for is a bug', () => {
  const interrupt = new AbortController()
  interrupt.abort()
  const { reason } = interrupt.signal as { reason: unknown }
  expect(tell(reason, {}, interrupt.signal).exitCode).toBe(130)
  expect(tell(reason).exitCode).toBe(1)
})

test('[C54] the first interrupt asks to stop, the second ends at once, the third is not ours any more', () => {
  const source = new EventEmitter()
  const said: string[] = []
  const { stop, abort } = listenForStop(source, (message) => said.push(message))
  source.emit('SIGINT')
  expect([stop.aborted, abort.aborted]).toEqual([true, false])
  source.emit('SIGTERM')
  expect([stop.aborted, abort.aborted]).toEqual([true, true])
  expect([source.listenerCount('SIGINT'), said.length]).toEqual([0, 2])
})
