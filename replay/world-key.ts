import { hash } from 'node:crypto'
import type { World } from '../test/protocol/world/world.ts'

/** A short key for everything in which two worlds can differ, but for the names that the engine gave. */
export function worldKey({ systems, memory, delayed, pairs, budget, ghost }: World): string {
  const parts = [systems.a, systems.b, delayed ?? NOTHING, budget, ghost, ...memory].map(textOf)
  return hash('md5', `${pairs}|${renamed(parts.join('|'))}`, 'base64')
}

const NOTHING = {}

/** The same for a world in which neither users nor faults act any more. */
export function restKey({ systems, memory, ghost }: World): string {
  const parts = [systems.a, systems.b, ghost.causes, ...memory].map(textOf)
  return hash('md5', renamed(parts.join('|')), 'base64')
}

/** Names are given anew in the order in which they stand. */
function renamed(text: string): string {
  const given = new Map<string, string>()
  return text.replaceAll(/~\d+/g, (name) => {
    const known = given.get(name) ?? `~${given.size}`
    given.set(name, known)
    return known
  })
}

/** Worlds share what did not change between them: each part is written out once. */
const TEXTS = new WeakMap<object, string>()

function textOf(part: object): string {
  const known = TEXTS.get(part)
  if (known !== undefined) return known
  const text = JSON.stringify(part)
  TEXTS.set(part, text)
  return text
}
