import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { World } from '../../engine/world.ts'
import { makeWorld } from '../../engine/world.ts'
import { perform } from '../stage.ts'
import type { Performance } from '../stage.ts'

let cwd = ''
beforeEach(() => {
  cwd = mkdtempSync(join(tmpdir(), 'bilateral-trace-'))
})
afterEach(() => rmSync(cwd, { recursive: true }))

/** A world with one record on one side. */
function oneRecord(): World {
  const world = makeWorld()
  world.a.users('items').create({ name: 'Ada', city: 'Oslo' })
  return world
}

const syncInto = (world: World, file: string): Promise<Performance> =>
  perform(['sync', '--first-run', '--trace', file], { cwd, pairing: world.pairing })

const verify = (file: string, ...more: string[]): Promise<Performance> =>
  perform(['verify-trace', file, ...more], { cwd })

describe('verify-trace', () => {
  test('[V5] says that every rule was kept, over several runs in one file', async () => {
    const world = oneRecord()
    await syncInto(world, 'run.trace')
    const [id = ''] = world.a.users('items').readAll().keys()
    world.a.users('items').update(id, { city: 'Lyon' })
    await syncInto(world, 'run.trace')
    const { exitCode, out, err } = await verify('run.trace')
    expect(out).toMatch(
      /^Every rule of writing was kept: 2 runs, 2 intents, 2 requests, \d transactions, \d+ lines\.\n$/,
    )
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' })
    expect(statSync(join(cwd, 'run.trace')).mode & 0o777).toBe(0o600)
    expect(readFileSync(join(cwd, 'run.trace'), 'utf8')).not.toMatch(/Ada|Oslo|Lyon/)
  })

  test('[V5] tells a broken rule with its line and its story, and ends with 1', async () => {
    await syncInto(oneRecord(), 'run.trace')
    const path = join(cwd, 'run.trace')
    const text = readFileSync(path, 'utf8')
    writeFileSync(path, text.replace('"answer":"written"', '"answer":"unknown"'))
    const { exitCode, lines } = await verify('run.trace')
    expect(exitCode).toBe(1)
    expect(lines[0]).toMatch(
      /^line \d+ breaks W6: item\/1: nobody knows whether the request landed/,
    )
    expect(lines.some((line) => /^ +\d+ {2}create a new record of erp leaves/.test(line))).toBe(
      true,
    )
    expect(lines.at(-1)).toMatch(/^1 rule broken: 1 run, 1 intent, 1 request, /)
    const machine = await verify('run.trace', '--json')
    expect(machine.json()).toMatchObject({ kept: false, broken: [{ rule: 'W6' }], runs: 1 })
  })

  test('[V5] adds to a trace that a kill cut off, without the line it cut', async () => {
    const world = oneRecord()
    await syncInto(world, 'run.trace')
    const path = join(cwd, 'run.trace')
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"kind":"comm`)
    expect((await verify('run.trace', '--json')).json()).toMatchObject({ kept: true, cut: true })
    await syncInto(world, 'run.trace')
    expect((await verify('run.trace', '--json')).json()).toMatchObject({ cut: false, runs: 2 })
  })

  test.each([
    ['no trace at all', 'name,city\n', 'is no trace; line 1: '],
    [
      'a line without its parts',
      '{"kind":"trace","version":1,"key":"k"}\n{"kind":"commit"}\n{"kind":"lease"}\n',
      'lacks what its kind requires',
    ],
  ])('[V4] refuses %s with 64', async (_, text, why) => {
    writeFileSync(join(cwd, 'other'), text)
    const { exitCode, err } = await verify('other')
    expect(exitCode).toBe(64)
    expect(err).toContain(why)
  })

  test('[V4] refuses a file that is not there with 64, and the command that makes one', async () => {
    const { exitCode, err } = await verify('nothing')
    expect(exitCode).toBe(64)
    expect(err).toContain('bilateral sync --trace nothing')
  })

  test('[V5] a run does not begin with a trace that cannot be kept', async () => {
    const world = oneRecord()
    writeFileSync(join(cwd, 'notes'), 'mine\n')
    for (const name of ['notes', 'no/such/folder']) {
      const { exitCode, err } = await syncInto(world, name)
      expect([exitCode, err.includes('nothing was written to either system')]).toEqual([64, true])
    }
    expect(readFileSync(join(cwd, 'notes'), 'utf8')).toBe('mine\n')
    expect(world.b.users('items').readAll().size).toBe(0)
  })
})
