import { mkdtempSync, rmSync, writeFileSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Bilateral } from './bilateral-process.ts'
import type { CrmUser, ErpUser } from './users.ts'
import type { Office } from './edits.ts'
import type { RunningCrm } from './start-crm.ts'
import type { SeedFacts } from './systems/seed.ts'
import { createBilateral } from './bilateral-process.ts'
import { createCrmUser, createErpUser } from './users.ts'
import { createOffice } from './edits.ts'
import { seedSystems } from './systems/seed.ts'
import { startCrm } from './start-crm.ts'

/** Both systems running, their users, and Bilateral between them. */
export interface Stage {
  readonly folder: string
  readonly crm: RunningCrm
  readonly crmUser: CrmUser
  readonly erpUser: ErpUser
  readonly erpPath: string
  /** The people of both systems, and the records nobody has touched yet. */
  readonly office: Office
  readonly facts: SeedFacts
  readonly bilateral: Bilateral
  /** What a shell needs to run Bilateral against these systems by hand. */
  readonly environment: Readonly<Record<string, string>>
  /** Ends everything and removes the folder. */
  close(): Promise<void>
}

const TOKEN = 'demo-reader-and-writer'
const ADMIN_TOKEN = 'demo-admin'

/** Seeds both systems in a new folder and starts the CRM. */
export async function setStage(show: (text: string) => void): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'bilateral-demo-'))
  const crmPath = join(folder, 'crm.db')
  const erpPath = join(folder, 'erp.db')
  const facts = seedSystems({ crmPath, erpPath })
  const crm = await startCrm({ dbPath: crmPath, token: TOKEN, adminToken: ADMIN_TOKEN })
  const configPath = join(folder, 'bilateral.yaml')
  const template = fileURLToPath(new URL('bilateral.yaml', import.meta.url))
  writeFileSync(configPath, readFileSync(template))
  const environment = {
    DEMO_CRM_URL: crm.url,
    DEMO_CRM_TOKEN: TOKEN,
    DEMO_ERP_FILE: erpPath,
    DEMO_MEMORY: join(folder, 'memory.db'),
  }
  const erpUser = createErpUser(erpPath)
  const crmUser = createCrmUser(crm)
  return {
    folder,
    crm,
    crmUser,
    erpUser,
    erpPath,
    office: createOffice(crmUser, erpUser, facts),
    facts,
    bilateral: createBilateral(configPath, environment, show),
    environment,
    async close() {
      erpUser.close()
      await crm.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Asks the CRM's operator for a fault, or how often it struck. */
export async function operate(
  { url, adminToken }: RunningCrm,
  method: 'GET' | 'POST' | 'DELETE',
  fault?: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  const response = await fetch(`${url}/admin/faults`, {
    method,
    headers: { Authorization: `Bearer ${adminToken}`, 'Content-Type': 'application/json' },
    ...(fault === undefined ? {} : { body: JSON.stringify(fault) }),
  })
  const text = await response.text()
  return text === '' ? undefined : (JSON.parse(text) as unknown)
}
