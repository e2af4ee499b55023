import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execPath } from 'node:process'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSqliteStore } from '../../../src/stores/sqlite/open-sqlite-store.ts'
import { checkFold, readWholeJournal } from '../../../src/testing/fold-journal.ts'
import { seededDraw } from '../../../src/testing/store-suite/history.ts'

const PROGRAM = fileURLToPath(new URL('committing-process.ts', import.meta.url))
const LINES = 2
const KILLS_EACH = 18

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bilateral-crash-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test(
  '[S2] a writer killed at any moment leaves whole batches, every acknowledged one among them',
  { timeout: 120_000 },
  async () => {
    const lines = Array.from({ length: LINES }, (_, line) => line)
    await Promise.all(lines.map((line) => killAgainAndAgain(join(folder, `${line}.db`), line)))
  },
)

test('[S10] processes that open a new memory at once agree on one', async () => {
  const path = join(folder, 'shared.db')
  const openings = Array.from({ length: 4 }, () => spawn(execPath, [PROGRAM, path, '1', '0']))
  const codes = await Promise.all(
    openings.map(async (child) => (await once(child, 'exit')) as [number | null]),
  )
  expect(codes.map(([code]) => code)).toEqual([0, 0, 0, 0])
  await checkMemory(path, 0)
})

async function killAgainAndAgain(path: string, seed: number): Promise<void> {
  const draw = seededDraw(seed)
  let heard = 0
  for (let kill = 0; kill < KILLS_EACH; kill += 1) {
    const said = await killWriter(path, { seed: draw(1000), delayMs: draw(25), kill })
    heard = Math.max(heard, said)
    await checkMemory(path, heard)
  }
  expect(heard).toBeGreaterThan(KILLS_EACH)
}

/** Starts a writer and kills it; the last batch it said was acknowledged. Every third one dies before it has said any. */
async function killWriter(
  path: string,
  {
    seed,
    delayMs,
    kill,
  }: { readonly seed: number; readonly delayMs: number; readonly kill: number },
): Promise<number> {
  const writer = spawn(execPath, [PROGRAM, path, String(seed), '100000'])
  const said = collect(writer)
  const ended = once(writer, 'close')
  if (kill % 3 === 0) await sleep(100 + 4 * delayMs)
  else await Promise.race([said.first, ended]).then(() => sleep(delayMs))
  writer.kill('SIGKILL')
  await ended
  expect(said.errors.join('')).toBe('')
  return Number(said.lines.join('').trim().split('\n').at(-1) ?? 0)
}

function collect(writer: ChildProcess): {
  readonly first: Promise<unknown>
  readonly lines: string[]
  readonly errors: string[]
} {
  const lines: string[] = []
  const errors: string[] = []
  writer.stdout?.on('data', (chunk: Buffer) => lines.push(chunk.toString()))
  writer.stderr?.on('data', (chunk: Buffer) => errors.push(chunk.toString()))
  return { first: once(writer.stdout!, 'data'), lines, errors }
}

async function checkMemory(path: string, heard: number): Promise<void> {
  const database = new DatabaseSync(path)
  expect(database.prepare('PRAGMA integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
  database.close()
  const store = await openSqliteStore(path)
  try {
    await checkFold(store)
    const runs = Map.groupBy(await readWholeJournal(store), ({ run }) => run)
    expect(runs.size).toBeGreaterThanOrEqual(heard)
    for (let batch = 1; batch <= runs.size; batch += 1) {
      const lines = runs.get(`batch-${batch}`) ?? []
      expect(lines.at(-1)?.event).toMatchObject({ entity: 'lines', meaning: String(lines.length) })
    }
  } finally {
    await store.close()
  }
}
