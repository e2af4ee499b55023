import type { Books } from './books.ts'
import type { BySide } from '../../src/core/side.ts'
import type { Pair } from '../../src/core/pair.ts'
import { SIDES } from '../../src/core/side.ts'
import { bitsOf, isWithin } from './ghost.ts'
import { learn } from '../system/table.ts'

/** Two readings of one field that say the same. */
export interface Agreement {
  readonly key: string
  readonly ids: Pair['ids']
  readonly field: string
  /** What each reading descends from. */
  readonly read: BySide<number>
}

/** Both sides know what both readings knew, as far as they still descend from them; the journal keeps both. */
export function agree(
  { ghost, observer }: Pick<Books, 'ghost' | 'observer'>,
  { key, ids, field, read }: Agreement,
): void {
  const both = read.a | read.b
  ghost.keep(key, field, both)
  for (const side of SIDES) {
    const table = observer.tables[side]
    const id = ids[side] ?? ''
    for (const row of [...(table.versions.get(id) ?? [])]) {
      const know = bitsOf(row.know, field)
      if (isWithin(read[side], know) && know !== (know | both))
        learn(table, row, { ...row.know, [field]: know | both })
    }
    const gone = table.gone.get(id)
    if (gone !== undefined && isWithin(read[side], bitsOf(gone.know, field)))
      table.gone.set(id, {
        ...gone,
        know: { ...gone.know, [field]: bitsOf(gone.know, field) | both },
      })
  }
}
