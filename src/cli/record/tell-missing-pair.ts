import type { Pairing } from '../../engine/pairing.ts'

const NUMBERED = /^(?<entity>[^/]+)\/(?<no>[1-9]\d{0,14})$/

/**
 * Says what is wrong with a text that reads like the number of a pair, `company/12`: there is no such entity, or its pairs
 * are not that many. Nothing for every other text.
 */
export async function tellMissingPair(
  text: string,
  { entities, store }: Pick<Pairing, 'entities' | 'store'>,
): Promise<string | undefined> {
  const { entity, no = '' } = NUMBERED.exec(text)?.groups ?? {}
  if (entity === undefined) return undefined
  const names = entities.map(({ name }) => name)
  if (!names.includes(entity)) return `there is no entity ${entity}; there are ${names.join(', ')}`
  const last = await store.lastNumber(entity)
  if (Number(no) <= last) return undefined
  return last === 0
    ? `nothing of ${entity} is remembered yet`
    : `${entity} has no pair ${no}; the last one is ${entity}/${String(last)}`
}
