import type { HeldItem, Item } from './item.ts'
import type { Stage } from './stage.ts'
import { checkFold } from '../src/testing/index.ts'
import { openSqliteStore } from '../src/stores/sqlite/open-sqlite-store.ts'
import { readTable } from './table.ts'

/** Both systems as they are, read from themselves and not through the command. */
export interface Sight {
  readonly crm: readonly HeldItem[]
  readonly erp: readonly HeldItem[]
}

/** Reads both systems. */
export function look({ service, tablePath }: Stage): Sight {
  return { crm: [...service.contents().rows.values()], erp: readTable(tablePath) }
}

/** What is wrong with two systems that should say exactly what is expected; empty when nothing is. */
export function judge(sight: Sight, expected: ReadonlyMap<string, Item>): readonly string[] {
  return [...judgeOne('the CRM', sight.crm, expected), ...judgeOne('the ERP', sight.erp, expected)]
}

function judgeOne(
  who: string,
  held: readonly HeldItem[],
  expected: ReadonlyMap<string, Item>,
): readonly string[] {
  const byName = Map.groupBy(held, ({ name }) => name)
  const extra = [...byName.keys()].filter((name) => !expected.has(name))
  return [
    ...extra.map((name) => `${who} holds ${name}, which is no more`),
    ...[...expected.values()].flatMap((item) => judgeItem(who, byName.get(item.name) ?? [], item)),
  ]
}

function judgeItem(who: string, held: readonly HeldItem[], expected: Item): readonly string[] {
  const { name, city, phone } = expected
  const [first] = held
  if (first === undefined) return [`${who} lost ${name}`]
  if (held.length > 1) return [`${who} holds ${name} ${held.length} times`]
  if (first.city === city && first.phone === phone) return []
  return [`${who} says ${first.city}, ${first.phone} of ${name} and not ${city}, ${phone}`]
}

/** What is wrong with the memory of a run that is over: it is the fold of its journal, and nothing is open. */
export async function judgeMemory(path: string): Promise<readonly string[]> {
  const store = await openSqliteStore(path)
  try {
    const open = await store.countPairs({ open: 'intent' })
    const asked = await store.countPairs({ open: 'conflict' })
    await checkFold(store)
    return [
      ...(open > 0 ? [`${open} requests are still open`] : []),
      ...(asked > 0 ? [`${asked} questions are asked, and there is nothing to ask`] : []),
    ]
  } catch (error) {
    return [`the memory is not its journal: ${String(error)}`]
  } finally {
    await store.close()
  }
}
