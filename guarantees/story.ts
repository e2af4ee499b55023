import type { Trace } from '../src/checker/trace.ts'

/** The steps of a run as a numbered list, and how it ends. */
export function storyOf({ actions, states }: Trace): string {
  const steps = actions.map((action, at) => `${at + 1}. ${action}`)
  return [...steps, '', `Then: ${states.at(-1) ?? 'nothing'}.`].join('\n')
}

/** A table; cells are one line each. */
export function tableOf(heads: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(' | ')} |`
  return [line(heads), line(heads.map(() => '---')), ...rows.map(line)].join('\n')
}

/** A count as people read it. */
export function grouped(count: number): string {
  return count.toLocaleString('en-US')
}

/** Names as a list, or a word for none. */
export function listed(names: readonly string[], none = 'nothing'): string {
  return names.length === 0 ? none : names.map((name) => `\`${name}\``).join(', ')
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|')
}
