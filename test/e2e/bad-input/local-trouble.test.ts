import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { HostilePair } from './hostile-pair.ts'
import { hostilePair } from './hostile-pair.ts'

function edit({ folder }: HostilePair, from: string, to: string): void {
  const file = join(folder, 'bilateral.yaml')
  const text = readFileSync(file, 'utf8')
  expect(text).toContain(from)
  writeFileSync(
    file,
    text.replace(from, () => to),
  )
}

/** What is done to the files of a pairing, the exit code that follows, and what the message says. */
type Row = readonly [title: string, from: string, to: string, exitCode: number, says: RegExp]

const CONFIGS: readonly Row[] = [
  ['112 a key nobody knows', 'match:', 'mtach:', 64, /bilateral\.yaml:\d+:\d+ .*mtach.*match/],
  ['112 a secret in the file', '${env:TOKEN}', 'ghp_0123456789abcdef0123', 64, /a secret/],
  ['112 a variable that is not set', '${env:TOKEN}', '${env:NOBODY}', 64, /NOBODY is not set/],
  ['112 a repeated key', 'name: hostile', 'name: hostile\nname: again', 64, /bilateral\.yaml:\d+/],
  ['a database that is not there', './erp.db', './nowhere.db', 75, /erp.*nowhere\.db/],
  ['a database that is none', './erp.db', './bilateral.yaml', 1, /erp/],
]

describe('[C53] what is wrong on this machine stops a run before any write, and nothing changes', () => {
  test.each(CONFIGS)('%s', async (...row) => {
    const [, from, to, exitCode, says] = row
    const pair = await hostilePair()
    const before = pair.holdings()
    const asked = pair.service.requests.filter(({ method }) => method !== 'GET').length
    edit(pair, from, to)
    const failed = await pair.run(['sync'])
    expect(failed.err).toMatch(says)
    expect(failed.err).toMatch(/\nnext: .+\n$/)
    expect(failed.err).not.toContain('ghp_')
    expect([failed.exitCode, failed.err.includes('bug in bilateral')]).toEqual([exitCode, false])
    expect(pair.service.requests.filter(({ method }) => method !== 'GET')).toHaveLength(asked)
    expect(pair.holdings()).toBe(before)
    edit(pair, to, from)
    expect((await pair.run(['sync'])).exitCode).toBe(0)
  })
})

test('[C64] of two runs at once one ends with 75, and the other with agreement', async () => {
  const pair = await hostilePair()
  const ends = await Promise.all([
    pair.run(['sync'], { owner: 'jana@laptop, process 1' }),
    pair.run(['sync'], { owner: 'kim@desk, process 2' }),
  ])
  expect(ends.map(({ exitCode }) => exitCode).sort()).toEqual([0, 75])
  const { crm, erp } = pair.agreement()
  expect(crm).toEqual(erp)
  expect((await pair.run(['sync'])).lines[0]).toBe('item      in agreement, nothing to do')
})
