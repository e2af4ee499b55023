import { expect, test } from 'vitest'
import { makeWorld } from '../../engine/world.ts'
import { perform } from '../stage.ts'
import { workingDirectory } from '../../../src/cli/process/working-directory.ts'

test('[C99] every line and document that names the next command names the configuration that was given', async () => {
  const { pairing, a } = makeWorld()
  a.users('items').create({ name: 'Ada', city: 'Paris' })
  const given = ['--config', "try it/b's.yaml"]
  const named = String.raw`--config 'try it/b'\''s.yaml'`
  const plan = await perform(['plan', ...given], { pairing })
  expect(plan.lines.at(-1)).toBe(`next: bilateral sync ${named} --first-run`)
  const sync = await perform(['sync', ...given], { pairing })
  expect(sync.err).toContain(
    `next: bilateral plan ${named}, then bilateral sync ${named} --first-run`,
  )
  const status = await perform(['status', '--json', ...given], { pairing })
  expect(status.json()).toMatchObject({ next: `bilateral plan ${named}` })
  const bare = await perform(['plan'], { pairing })
  expect(bare.lines.at(-1)).toBe('next: bilateral sync --first-run')
})

test('[C99] what asks for help needs no configuration', async () => {
  const { err } = await perform(['plan', '--frst', '--config', 'x.yaml'])
  expect(err).toContain('next: bilateral --help')
})

test('[C99] paths begin where the command was typed, also when npm moved to the package for it', () => {
  const [cwd, called] = ['/the/package', '/where/it/was/typed']
  const asScript = { npm_lifecycle_event: 'bilateral', INIT_CWD: called }
  expect(workingDirectory({ cwd, env: asScript })).toBe(called)
  expect(workingDirectory({ cwd, env: { ...asScript, npm_lifecycle_event: 'nightly' } })).toBe(cwd)
  expect(workingDirectory({ cwd, env: { npm_lifecycle_event: 'bilateral' } })).toBe(cwd)
  expect(workingDirectory({ cwd, env: {} })).toBe(cwd)
})
