#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import { Command, CommanderError } from 'commander'
import { BilateralError, EXIT_CODES } from '../errors.ts'

const program = new Command('bilateral')
  .description('Keeps two systems in agreement when all you can do is ask them')
  .version(readVersion())
  .showSuggestionAfterError()
  .exitOverride()

try {
  await program.parseAsync()
} catch (error) {
  process.exitCode = report(error)
}

/** Says what went wrong in one line and the smallest next command in another; a bug shows its stack. */
function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT_CODES.usage
  if (!(error instanceof BilateralError)) throw error
  console.error(error.message)
  if (error.next !== undefined) console.error(`Next: ${error.next}`)
  return error.exitCode
}

function readVersion(): string {
  const manifest = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(manifest) as { version: string }).version
}
