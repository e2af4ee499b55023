import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'

import type { CrmAccess } from './users.ts'

/** A CRM service in a process of its own. */
export interface RunningCrm extends CrmAccess {
  readonly pid: number
  readonly adminToken: string
  /** Ends the process; settles when it is gone, with its exit code. Safe to repeat. */
  stop(): Promise<number | null>
}

/** Where the CRM's database is, and who may ask. */
export interface CrmStart {
  readonly dbPath: string
  readonly token: string
  readonly adminToken: string
  /** Absent: any free port. */
  readonly port?: number
}

/** Starts the CRM and waits until it listens. The service ends when this process ends. */
export async function startCrm(start: CrmStart): Promise<RunningCrm> {
  const { dbPath, token, adminToken, port = 0 } = start
  const script = fileURLToPath(new URL('systems/crm-service.ts', import.meta.url))
  const child = spawn(process.execPath, [script, '--db', dbPath, '--port', String(port)], {
    env: { ...process.env, CRM_TOKEN: token, CRM_ADMIN_TOKEN: adminToken },
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  })
  const exited = once(child, 'exit').then(([code]) => code as number | null)
  if (child.stdout === null || child.pid === undefined) throw new Error('the CRM did not start')
  const lines = createInterface({ input: child.stdout })
  const first = await Promise.race([once(lines, 'line'), exited])
  if (!Array.isArray(first))
    throw new Error(`the CRM ended with ${String(first)} before it listened`)
  const { listening } = JSON.parse(String(first[0])) as { listening: string }
  return {
    url: listening,
    token,
    adminToken,
    pid: child.pid,
    stop: () => {
      child.kill('SIGTERM')
      return exited
    },
  }
}
