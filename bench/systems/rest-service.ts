import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { parseArgs } from 'node:util'

import { workload } from '../workload.ts'
import { createItemService } from './item-service.ts'
import { createItemStore } from './item-store.ts'

/**
 * Side `a` of the workload in a process of its own. Builds W(n, c) itself, so that nothing has to be
 * sent before a measurement begins; `--empty` keeps the records away (the first copy is measured).
 *
 *   node bench/systems/rest-service.ts --n 10000 --c 1 [--seed 1] [--page 1000] [--batch 0]
 *     [--tombstones] [--empty] [--port 0]
 *
 * Prints one line of JSON with the address it listens on; ends on SIGTERM.
 */
function main(): void {
  const text = (value: string) => ({ type: 'string', default: value }) as const
  const { values } = parseArgs({
    options: {
      n: text('10000'),
      c: text('1'),
      seed: text('1'),
      page: text('1000'),
      batch: text('0'),
      port: text('0'),
      tombstones: { type: 'boolean', default: false },
      empty: { type: 'boolean', default: false },
    },
  })
  const { records, edits } = workload(Number(values.n), Number(values.c), Number(values.seed))
  const store = createItemStore(values.empty ? [] : records)
  const { tombstones } = values
  const terms = { page: Number(values.page), batch: Number(values.batch), tombstones }
  const server = createServer(createItemService(store, terms, edits.a))
  server.listen(Number(values.port), '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo
    process.stdout.write(`${JSON.stringify({ listening: `http://127.0.0.1:${port}` })}\n`)
  })
  const stop = (): void => process.exit(0)
  process.once('SIGTERM', stop)
  // Whoever started the service with a channel takes it along when it dies.
  if (process.connected) process.once('disconnect', stop)
}

main()
