import { writeSync } from 'node:fs'
import { argv, stdout } from 'node:process'
import type { Transaction } from '../../../src/stores/store.ts'
import { openSqliteStore } from '../../../src/stores/sqlite/open-sqlite-store.ts'
import { listWholeEntity } from '../../../src/testing/fold-journal.ts'
import {
  drawTransaction,
  newHistory,
  seededDraw,
} from '../../../src/testing/store-suite/history.ts'
import { ANIMALS, PEOPLE } from '../../../src/testing/store-suite/samples.ts'
import { granted } from '../../../src/testing/store-suite/site.ts'

// Commits batch after batch to a store until it is killed, and says after each one that it was acknowledged.
// Arguments: the file, where chance begins, how many batches.

const [, , path = '', seed = '1', batches = '0'] = argv

const store = await openSqliteStore(path)
const lease = await granted(store)
const state = newHistory()
for (const entity of [ANIMALS, PEOPLE]) {
  state.lastNumbers.set(entity, await store.lastNumber(entity))
  for (const pair of await listWholeEntity(store, { entity }))
    state.pairs.set(`${pair.no} ${entity}`, pair)
}
const draw = seededDraw(Number(seed))
const first = Number((await store.facts()).meanings['batch'] ?? 0) + 1
for (let batch = first; batch < first + Number(batches); batch += 1) {
  await store.commit(lease, labelled(drawTransaction(state, draw, 60), batch))
  // Written past every buffer, so that what was acknowledged was also said.
  writeSync(stdout.fd, `${batch}\n`)
}
await store.close()

/** Makes a batch say which one it is and how many lines it has, to tell later that it is whole. */
function labelled(drawn: Transaction, batch: number): Transaction {
  const lines = drawn.pairs.reduce((sum, { events }) => sum + events.length, drawn.facts.length + 2)
  return {
    ...drawn,
    run: `batch-${batch}`,
    facts: [
      ...drawn.facts,
      { kind: 'configured', entity: 'batch', meaning: String(batch) },
      { kind: 'configured', entity: 'lines', meaning: String(lines) },
    ],
  }
}
