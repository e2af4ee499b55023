import type { MemoryEvent } from '../../core/journal.ts'
import { EXIT_CODES } from '../../errors.ts'
import type { Names } from './record.ts'

type FactOf<K extends MemoryEvent['kind']> = Extract<MemoryEvent, { kind: K }>

const SENTENCES: {
  readonly [K in MemoryEvent['kind']]: (event: FactOf<K>, names: Names) => string
} = {
  'cursor-moved': ({ entity, side, cursor }, names) =>
    cursor === null
      ? `${entity}: changes of ${names[side]} are read from the beginning`
      : `${entity}: changes of ${names[side]} are read from ${cursor.text} on`,
  identified: ({ side, identity }, names) => {
    const { tenant, incarnation, scope } = identity
    const parts = [
      `tenant ${tenant}`,
      incarnation && `incarnation ${incarnation}`,
      `scope ${scope}`,
    ]
    return `${names[side]} is ${parts.filter((part) => part !== undefined && part !== '').join(', ')}`
  },
  configured: ({ entity }) => `${entity}: the configuration means something else from here on`,
  'run-started': ({ command }) => `${command} started`,
  'run-ended': ({ exitCode, summary }) =>
    ['ended', ENDS.get(exitCode) ?? `exit code ${exitCode}`, ...totals(summary)].join(', '),
}

/** Says in one clause what an event of the whole memory means. */
export function describeFact<K extends MemoryEvent['kind']>(
  event: FactOf<K>,
  names: Names,
): string {
  // The table is indexed by the event's own kind, which the compiler cannot correlate for a union.
  const sentence = SENTENCES[event.kind] as (event: FactOf<K>, names: Names) => string
  return sentence(event, names)
}

function totals(summary: Readonly<Record<string, number>>): readonly string[] {
  const counts = Object.entries(summary).filter(([, count]) => count > 0)
  return counts.map(([name, count]) => `${count} ${name}`)
}

const ENDS: ReadonlyMap<number, string> = new Map([
  [EXIT_CODES.done, 'done'],
  [EXIT_CODES.failed, 'failed'],
  [EXIT_CODES.waiting, 'done as far as nobody has to be asked'],
  [EXIT_CODES.partial, 'partly done'],
  [EXIT_CODES.guarded, 'stopped by a guard'],
  [EXIT_CODES.usage, 'refused its configuration'],
  [EXIT_CODES.later, 'to be tried later'],
  [EXIT_CODES.interrupted, 'interrupted'],
])
