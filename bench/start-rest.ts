import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import type { Item } from './item.ts'

/** The workload's REST side in a process of its own. */
export interface RunningRest {
  readonly url: string
  readonly pid: number
  /** Does to the service what its users did. */
  applyEdits(): Promise<void>
  /** Ends the process and settles when it is gone. Safe to repeat. */
  stop(): Promise<void>
}

/** Starts side `a` with the options of `systems/rest-service.ts`; it ends when this process ends. */
export async function startRest(options: readonly string[]): Promise<RunningRest> {
  const script = fileURLToPath(new URL('systems/rest-service.ts', import.meta.url))
  const child = spawn(process.execPath, [script, ...options], {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit')
  if (child.stdout === null || child.pid === undefined) throw new Error('the service did not start')
  const line = once(createInterface({ input: child.stdout }), 'line')
  const first = await Promise.race([line, exited.then(() => undefined)])
  if (first === undefined) throw new Error('the service ended before it listened')
  const { listening } = JSON.parse(String(first[0])) as { listening: string }
  return {
    url: listening,
    pid: child.pid,
    applyEdits: async () => {
      const response = await fetch(`${listening}/admin/edits`, { method: 'POST' })
      if (!response.ok) throw new Error(`the service refused its edits: ${response.status}`)
    },
    stop: async () => {
      child.kill('SIGTERM')
      await exited
    },
  }
}

/** Everything the service holds, page by page. */
export async function readService(url: string): Promise<readonly Item[]> {
  const found: Item[] = []
  let after = ''
  for (;;) {
    const response = await fetch(`${url}/items?limit=1000&after=${after}`)
    const page = (await response.json()) as { items: readonly Item[]; next: string | null }
    found.push(...page.items)
    if (page.next === null) return found
    after = page.next
  }
}
