import type { Names } from '../describe/record.ts'
import type { Side } from '../../core/side.ts'
import { BilateralError } from '../../errors.ts'
import { SIDES } from '../../core/side.ts'

/** The options of `resolve`, as they are typed. */
export interface ResolveOptions {
  readonly take?: string | undefined
  readonly value?: readonly string[] | undefined
  readonly both?: boolean | undefined
  readonly adopt?: string | undefined
  readonly retry?: boolean | undefined
  readonly forget?: boolean | undefined
  readonly undo?: boolean | undefined
  readonly where?: string | undefined
  readonly dryRun?: boolean | undefined
  readonly yes?: boolean | undefined
}

/** What a person says, before it is known whether it fits the question. */
export type Answer =
  | { readonly kind: 'take'; readonly side: Side }
  /** What was typed for each field. */
  | { readonly kind: 'values'; readonly texts: ReadonlyMap<string, string> }
  | { readonly kind: 'both' | 'retry' | 'forget' | 'undo' }
  /** An id, with or without its system. */
  | { readonly kind: 'adopt'; readonly text: string }

const CHOICE =
  '--take SYSTEM, --value FIELD=VALUE, --both, --adopt RECORD-ID, --retry, --forget or --undo'

/** Reads the one answer that the options give. Rejects with `USAGE` when there is none, or more than one. */
export function readAnswer(options: ResolveOptions, names: Names): Answer {
  const { take, value, adopt } = options
  const simple = (['both', 'retry', 'forget', 'undo'] as const).filter((kind) => options[kind])
  const answers: readonly Answer[] = [
    ...(take === undefined ? [] : [{ kind: 'take', side: sideOf(take, names) } as const]),
    ...(value === undefined ? [] : [{ kind: 'values', texts: textsOf(value) } as const]),
    ...(adopt === undefined ? [] : [{ kind: 'adopt', text: adopt } as const]),
    ...simple.map((kind) => ({ kind })),
  ]
  const [answer, ...others] = answers
  if (answer === undefined) throw refuse(`what is the answer? Give ${CHOICE}`)
  if (others.length > 0) throw refuse(`a question has one answer: give one of ${CHOICE}`)
  return answer
}

function sideOf(system: string, names: Names): Side {
  const side = SIDES.find((each) => names[each] === system)
  if (side !== undefined) return side
  throw refuse(`there is no system ${JSON.stringify(system)}; there is ${names.a} and ${names.b}`)
}

function textsOf(values: readonly string[]): ReadonlyMap<string, string> {
  const texts = new Map<string, string>()
  for (const value of values) {
    const at = value.indexOf('=')
    const field = value.slice(0, Math.max(at, 0))
    if (field === '')
      throw refuse(`--value ${JSON.stringify(value)} names no field: write FIELD=VALUE`)
    if (texts.has(field)) throw refuse(`--value gives ${JSON.stringify(field)} twice`)
    texts.set(field, value.slice(at + 1))
  }
  return texts
}

function refuse(message: string): BilateralError {
  return new BilateralError('USAGE', `${message}. Nothing was written`, {
    next: 'bilateral resolve --help',
  })
}
