import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

/** The workload's REST side in a process of its own. */
export interface RunningRest {
  readonly url: string
  readonly pid: number
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
    stop: async () => {
      child.kill('SIGTERM')
      await exited
    },
  }
}
