import type { Line } from './line.ts'
import { typed } from '../options/typed.ts'

/** What begins a line that names the next command. */
const LEAD = 'next: '

/** Commands that read the configuration, as a sentence names them. */
const COMMAND =
  /\bbilateral (?:check|plan|sync|status|conflicts|resolve|explain|log|matrix)\b(?! --(?:help|config))/g

/** Lets the commands that a text names find the configuration that this one was given. */
function addressCommands(text: string, config: string | undefined): string {
  if (config === undefined) return text
  return text.replaceAll(COMMAND, (command) => `${command} --config ${typed(config)}`)
}

/** Does so for a line that names the next command; every other line stays as it is. */
export function addressNext(line: Line, config: string | undefined): Line {
  return typeof line === 'string' && line.startsWith(LEAD) ? addressCommands(line, config) : line
}

/** Does so for the `next` of a document, which is one command or several. */
export function addressDocument(value: unknown, config: string | undefined): unknown {
  if (typeof value !== 'object' || value === null || !('next' in value)) return value
  const { next } = value
  if (typeof next === 'string') return { ...value, next: addressCommands(next, config) }
  if (!Array.isArray(next)) return value
  return { ...value, next: next.map((each) => addressCommands(String(each), config)) }
}
