import { BilateralError } from '../../errors.ts'
import type { CliContext } from '../context.ts'

/** Which systems are to be described, as somebody typed them. */
export interface InitWishes {
  readonly systems: readonly string[]
  readonly collection: readonly string[]
  readonly auth: readonly string[]
}

/**
 * Asks for what is missing where a person can answer; elsewhere throws `USAGE` with what to write. `undefined` when the
 * person left.
 */
export async function completeWishes(
  wishes: InitWishes,
  context: CliContext,
): Promise<InitWishes | undefined> {
  const systems = [...wishes.systems]
  if (systems.length > 2)
    throw refuse(`two systems are kept in agreement, and ${String(systems.length)} are named`)
  while (systems.length < 2) {
    if (!context.isInteractive)
      throw refuse(
        `${String(systems.length)} of two systems are named; write NAME=ADDRESS for both`,
      )
    const named = await askSystem(systems.length === 0 ? 'first' : 'second', context)
    if (named === undefined) return undefined
    systems.push(named)
  }
  const collection = [...wishes.collection]
  const auth = [...wishes.auth]
  for (const { name, url } of restSystems(systems)) {
    if (collection.some((text) => text.startsWith(`${name}:`))) continue
    if (!context.isInteractive)
      throw refuse(`no collection of ${name} is named; write --collection ${name}:NAME=/PATH`)
    const asked = await askCollections(
      { name, url, hasAuth: auth.some((text) => text.startsWith(`${name}=`)) },
      context,
    )
    if (asked === undefined) return undefined
    collection.push(...asked.collection)
    auth.push(...asked.auth)
  }
  return { systems, collection, auth }
}

interface RestSystem {
  readonly name: string
  readonly url: string
}

function restSystems(systems: readonly string[]): readonly RestSystem[] {
  return systems.flatMap((text) => {
    const { name, url } = /^(?<name>[^=]+)=(?<url>https?:.+)$/i.exec(text)?.groups ?? {}
    return name === undefined || url === undefined ? [] : [{ name, url }]
  })
}

async function askSystem(which: string, { ask }: CliContext): Promise<string | undefined> {
  const name = await ask(`What do you call the ${which} system?`, which === 'first' ? 'crm' : 'erp')
  if (name === undefined) return undefined
  const place = await ask(
    `Where is ${name}?`,
    'https://crm.example.com/api, ./erp.db, ./people.csv',
  )
  return place === undefined ? undefined : `${name}=${place}`
}

async function askCollections(
  { name, url, hasAuth }: RestSystem & { readonly hasAuth: boolean },
  { ask }: CliContext,
): Promise<Pick<InitWishes, 'collection' | 'auth'> | undefined> {
  const variable = hasAuth
    ? ''
    : await ask(
        `Which environment variable holds the token of ${name}? (empty: none)`,
        `${name.toUpperCase()}_TOKEN`,
      )
  if (variable === undefined) return undefined
  const paths = await ask(
    `Which collections of ${name} are there? (below ${url})`,
    '/accounts /contacts',
  )
  if (paths === undefined) return undefined
  const collection = paths
    .split(/[\s,]+/)
    .filter((path) => path !== '')
    .map(
      (path) =>
        `${name}:${
          path
            .split('?', 1)[0]
            ?.split('/')
            .findLast((part) => part !== '') ?? path
        }=${path}`,
    )
  return { collection, auth: variable === '' ? [] : [`${name}=bearer:\${env:${variable}}`] }
}

function refuse(message: string): BilateralError {
  return new BilateralError('USAGE', `${message}; nothing was read or written`, {
    next: "bilateral init crm=https://crm.example.com/api erp=./erp.db --collection crm:accounts=/accounts --auth 'crm=bearer:${env:CRM_TOKEN}'",
  })
}
