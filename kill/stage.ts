import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Edit, Profile } from './item.ts'
import type { Ended } from './command.ts'
import type { KillPoint } from './kill-point.ts'
import type { Service } from './service.ts'
import type { ServiceContents } from './service-contents.ts'
import { BASE_ITEMS } from './workload.ts'
import { EMPTY_CONTENTS } from './service-contents.ts'
import { startService } from './service.ts'
import { KILL_COMMIT, KILL_TALLY } from './kill-point.ts'
import { configText } from './config-text.ts'
import { editTable, makeTable } from './table.ts'
import { startSync } from './command.ts'

/** Where a scenario begins: the systems have never met, or agree on the base records and remember it. */
export type Beginning = 'strangers' | 'agreed'

/** Two systems and a memory on a disk, for one scenario after another. */
export interface Stage {
  readonly service: Service
  readonly tablePath: string
  readonly memoryPath: string
  /** Puts both systems and the memory where a scenario begins. */
  begin(profile: Profile, beginning: Beginning): Promise<void>
  /** Lets users of both systems work. */
  edit(edits: readonly Edit[]): void
  /** Runs the command once; with a point, until it dies there. */
  run(point?: KillPoint): Promise<Ended>
  /** What the last run, which nothing killed, asked and made durable. */
  spent(): { readonly methods: readonly string[]; readonly commits: number }
  close(): Promise<void>
}

const TABLE = 'erp.db'
const MEMORY = 'memory.db'
const TALLY = 'commits'
const FILES = [TABLE, MEMORY, `${MEMORY}-wal`]

/** Within this, bytes on the loopback have come to whom they were sent. */
const ARRIVAL_MS = 2

/** Prepares a stage in a temporary folder. */
export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), 'bilateral-kill-'))
  const service = await startService()
  const place: Place = { service, path: (name) => join(folder, name) }
  const { path } = place
  const met = new Map<Profile, ServiceContents>()
  return {
    service,
    tablePath: path(TABLE),
    memoryPath: path(MEMORY),
    async begin(profile, beginning) {
      const contents = met.get(profile) ?? (await meet(place, profile))
      met.set(profile, contents)
      introduce(place, profile)
      if (beginning === 'strangers') return
      service.restore(contents)
      for (const name of FILES) copyIfThere(path(`${profile}-${name}`), path(name))
    },
    edit(edits) {
      service.edit(edits.filter(({ on }) => on === 'crm'))
      editTable(
        path(TABLE),
        edits.filter(({ on }) => on === 'erp'),
      )
    },
    run: (point) => runOnce(place, point),
    spent: () => ({
      methods: service.takeLog(),
      commits: Number(readFileSync(path(TALLY), 'utf8')),
    }),
    close: async () => {
      await service.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

interface Place {
  readonly service: Service
  /** Where a file of this stage is. */
  readonly path: (name: string) => string
}

async function runOnce({ service, path }: Place, point: KillPoint | undefined): Promise<Ended> {
  const command = startSync(path('.'), {
    NODE_COMPILE_CACHE: path('cache'),
    [KILL_TALLY]: point === undefined ? path(TALLY) : undefined,
    [KILL_COMMIT]: point?.kind === 'commit' ? `${point.at}:${point.when}` : undefined,
  })
  service.arm(point?.kind === 'request' ? { point, kill: command.kill } : undefined)
  const timer = point?.kind === 'moment' ? setTimeout(command.kill, point.afterMs) : undefined
  const ended = await command.ended
  clearTimeout(timer)
  // What the process had put on the wire arrives, whether or not it lives.
  await new Promise((resolve) => setTimeout(resolve, ARRIVAL_MS))
  service.deliverLate()
  return ended
}

/** Two systems that hold the base records and have never heard of each other; no memory. */
function introduce({ service, path }: Place, profile: Profile): void {
  for (const name of [...FILES, `${MEMORY}-shm`]) rmSync(path(name), { force: true })
  writeFileSync(path('bilateral.yaml'), configText(service.url, profile))
  makeTable(path(TABLE), profile)
  service.restore(EMPTY_CONTENTS)
  service.edit(BASE_ITEMS.map((item) => ({ verb: 'create', on: 'crm', item })))
  editTable(
    path(TABLE),
    BASE_ITEMS.map((item) => ({ verb: 'create', on: 'erp', item })),
  )
}

/** Lets the two come to agree, and keeps the files they have then. */
async function meet(place: Place, profile: Profile): Promise<ServiceContents> {
  const { service, path } = place
  introduce(place, profile)
  const { code, output } = await runOnce(place, undefined)
  if (code !== 0) throw new Error(`the systems do not come to agree: ${output}`)
  for (const name of FILES) copyIfThere(path(name), path(`${profile}-${name}`))
  return service.contents()
}

function copyIfThere(from: string, to: string): void {
  if (existsSync(from)) copyFileSync(from, to)
}
