import { checkPlace, placeConfig } from './place-config.ts'
import { parseAuth, parseCollection } from './options.ts'
import type { DescribeContext } from './describe-system.ts'
import type { EntityProposal } from '../infer/proposal.ts'
import type { Target } from './target.ts'
import { BilateralError, isBilateralError } from '../../errors.ts'
import type { ErrorCode } from '../../errors.ts'
import { SIDES, bySide } from '../../core/side.ts'
import { cutAtReferences } from '../secrets/reference.ts'
import { dirname, relative, resolve } from 'node:path'
import { readFileSync } from 'node:fs'
import { loadConfig } from '../load-config.ts'
import { parseTarget } from './target.ts'
import { proposeConfig } from './propose-config.ts'

/** What is to be described, as somebody typed it. */
export interface InitRequest {
  /** The configuration to write, absolute. Whether it may be written over is for the caller to know. */
  readonly file: string
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  /** Two targets such as `erp=./erp.db`. */
  readonly systems: readonly string[]
  /** Such as `crm:accounts=/accounts`. */
  readonly collections: readonly string[]
  /** Such as `crm=bearer:${env:CRM_TOKEN}`. */
  readonly auth: readonly string[]
  /** Told before each step. */
  readonly tell: (step: string) => void
}

/** What was written, in numbers. */
export interface Initialized {
  /** As people call it. */
  readonly file: string
  readonly entities: readonly {
    readonly name: string
    readonly collections: Readonly<Record<string, string>>
    readonly pairs: number
    readonly keys: number
    readonly fields: number
    readonly questions: number
  }[]
  /** Variables that a run needs and that are not set. */
  readonly variables: readonly string[]
  /** Systems of which no write was tried. */
  readonly readOnly: readonly string[]
  /** Whether the memory was added to `.gitignore`. */
  readonly gitignore: boolean
}

/**
 * Reads two systems, writes a configuration that proposes how they are kept in agreement, and loads it as every command
 * will (C97). Throws `USAGE`, `CONFIG_SECRET` and what reads throw; then nothing was written.
 */
export async function initialize(request: InitRequest): Promise<Initialized> {
  const { file, cwd, env, signal, tell } = request
  const targets = request.systems.map((text) => parseTarget(text, cwd))
  const [a, b] = targets
  if (a === undefined || b === undefined || a.name === b.name)
    throw refuse('two systems with two names are needed')
  checkPlace(file)
  const contexts = contextsOf({ a, b }, request)
  const { text, systems, proposal } = await proposeConfig({
    targets: { a, b },
    contexts,
    tell,
  }).catch((error: unknown) => {
    throw withNext(error)
  })
  signal.throwIfAborted()
  const gitignore = placeConfig(file, text, (path) => {
    loadConfig({ path, cwd, env, missingSecrets: 'ignore' })
  })
  const needed = cutAtReferences(text).references.filter(({ kind }) => kind === 'env')
  const variables = [...new Set(needed.map(({ name }) => name))].filter(
    (name) => (env[name] ?? '') === '',
  )
  return {
    file: relative(cwd, file),
    entities: proposal.entities.map((entity) => summarize(entity, systems.a.name, systems.b.name)),
    variables,
    readOnly: SIDES.filter((side) =>
      systems[side].collections.some(({ untried }) => 'create' in untried),
    ).map((side) => systems[side].name),
    gitignore,
  }
}

/** What a system did not answer is no matter of a run yet: the next command is this one. */
function withNext(error: unknown): unknown {
  if (!isBilateralError(error)) return error
  const { code, message } = error
  const next = NEXT[code]
  if (next === undefined) return error
  const said = message.replace(/; it only reads$/, '')
  return new BilateralError(code, said.endsWith(UNWRITTEN) ? said : `${said}${UNWRITTEN}`, {
    cause: error,
    next: error.next?.startsWith('bilateral init') === true ? error.next : next,
  })
}

const UNWRITTEN = '; nothing was written'

const NEXT: Readonly<Partial<Record<ErrorCode, string>>> = {
  SYSTEM_UNAVAILABLE: 'the same command again, once the system answers',
  LISTING_INCOMPLETE: 'the same command again',
  SYSTEM_AUTH: "the same command with --auth 'NAME=bearer:${env:NAME_TOKEN}'",
  SYSTEM_ANSWER: 'the same command with another --collection',
}

function contextsOf(
  targets: Readonly<Record<'a' | 'b', Target>>,
  { collections, auth, env, file, signal }: InitRequest,
): Readonly<Record<'a' | 'b', DescribeContext>> {
  const names = SIDES.map((side) => targets[side].name)
  const known = <T extends { readonly system: string }>(option: string, parsed: T): T => {
    if (names.includes(parsed.system)) return parsed
    throw refuse(`${option} names ${parsed.system}; the systems are ${names.join(' and ')}`)
  }
  const asked = collections.map((text) => known('--collection', parseCollection(text)))
  const proofs = auth.map((text) => known('--auth', parseAuth(text)))
  const folder = dirname(file)
  const readText = (path: string): string => readFileSync(resolve(folder, path), 'utf8')
  return bySide((side) => {
    const { name } = targets[side]
    return {
      surroundings: { env, readText },
      folder,
      signal,
      auth: proofs.find(({ system }) => system === name)?.declaration,
      collections: asked.filter(({ system }) => system === name).map(({ target }) => target),
    }
  })
}

function summarize(entity: EntityProposal, a: string, b: string): Initialized['entities'][number] {
  const { name, collections, pairs, keys, fields, references, sure } = entity
  const isAsked = fields.filter((field) => !field.sure || field.isKey)
  const doubted = references.filter((reference) => !reference.sure)
  return {
    name,
    collections: { [a]: collections.a, [b]: collections.b },
    pairs,
    keys: keys.sure.length,
    fields: fields.length + references.length - isAsked.length - doubted.length,
    questions: isAsked.length + doubted.length + keys.doubtful.length + (sure ? 0 : 1),
  }
}

function refuse(message: string): BilateralError {
  return new BilateralError('USAGE', `${message}; nothing was read or written`, {
    next: 'bilateral init --help',
  })
}
