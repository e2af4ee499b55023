import fc from 'fast-check'
import { expect, test } from 'vitest'
import { memoryStore } from '../../src/stores/memory/memory-store.ts'
import { IN_MEMORY, openSqliteStore } from '../../src/stores/sqlite/open-sqlite-store.ts'
import { checkFold, plain, readWholeJournal } from '../../src/testing/fold-journal.ts'
import { drawTransaction, newHistory } from '../../src/testing/store-suite/history.ts'
import { granted } from '../../src/testing/store-suite/site.ts'

/** Choices a history is made of; when they run out, it ends. */
const choices = fc.array(fc.nat(), { minLength: 20, maxLength: 300 })

test('[S1] whatever happens, both stores hold the fold of one and the same journal', async () => {
  await fc.assert(
    fc.asyncProperty(choices, async (chosen) => {
      const stores = [memoryStore(), await openSqliteStore(IN_MEMORY)]
      const leases = await Promise.all(stores.map((store) => granted(store)))
      const state = newHistory()
      let at = 0
      while (at < chosen.length) {
        const transaction = drawTransaction(state, (below) => (chosen[at++] ?? 0) % below)
        for (const [index, store] of stores.entries()) {
          await store.commit(leases[index]!, transaction)
          await checkFold(store)
        }
      }
      const [memory, sqlite] = await Promise.all(stores.map((store) => readWholeJournal(store)))
      expect(plain(sqlite)).toEqual(plain(memory))
      for (const store of stores) await store.close()
    }),
  )
})
