import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { CONFIG_NAMES, findConfig } from '../../src/config/find-config.ts'
import { loadConfig } from '../../src/config/load-config.ts'
import { isBilateralError } from '../../src/errors.ts'
import { folderWith } from './example.ts'

/** The path that is found relative to the folder, or the code and message of the error. */
function find(
  folder: string,
  cwd: string,
  said: { path?: string; variable?: string } = {},
): string {
  const env = said.variable === undefined ? {} : { BILATERAL_CONFIG: said.variable }
  try {
    return findConfig({ cwd: join(folder, cwd), env, path: said.path }).replace(`${folder}/`, '')
  } catch (error) {
    if (!isBilateralError(error, 'CONFIG_INVALID')) throw error
    expect([error.exitCode, error.next]).toEqual([64, 'bilateral init'])
    return error.message.replaceAll(folder, '.')
  }
}

const NOTHING = 'nothing was contacted and nothing was written'

describe('where a configuration is looked for', () => {
  test.each(CONFIG_NAMES)('[C1] %s is found in the working directory', (name) => {
    expect(find(folderWith({ [name]: '' }), '.')).toBe(name)
  })

  test('[C1] it is found upward, as far as the root of the repository', () => {
    const folder = folderWith({ 'repo/.git/HEAD': '', 'repo/bilateral.yml': '', 'repo/a/b/x': '' })
    expect(find(folder, 'repo/a/b')).toBe('repo/bilateral.yml')
  })

  test('[C1] the nearest one wins', () => {
    const folder = folderWith({
      '.git/HEAD': '',
      'bilateral.yaml': '',
      'a/bilateral.json': '',
      'a/b/x': '',
    })
    expect(find(folder, 'a/b')).toBe('a/bilateral.json')
  })

  test('[C1] a folder above the repository is not looked into', () => {
    const folder = folderWith({ 'bilateral.yaml': '', 'repo/.git/HEAD': '', 'repo/a/x': '' })
    expect(find(folder, 'repo/a')).toBe(
      `there is no bilateral.yaml in ./repo/a, nor above it in the same repository; ${NOTHING}`,
    )
  })

  test('[C1] outside of a repository only the working directory counts', () => {
    const folder = folderWith({ 'bilateral.yaml': '', 'a/x': '' })
    expect(find(folder, '.')).toBe('bilateral.yaml')
    expect(find(folder, 'a')).toMatch('there is no bilateral.yaml in ./a')
  })

  test('[C1] two configurations in one folder are for a person to tell apart', () => {
    const folder = folderWith({ 'bilateral.yaml': '', 'bilateral.json': '' })
    expect(find(folder, '.')).toBe(
      `. holds both bilateral.yaml and bilateral.json; keep one, or name one with --config; ${NOTHING}`,
    )
    expect(find(folder, '.', { path: 'bilateral.json' })).toBe('bilateral.json')
  })
})

test('[C1] what is found and cannot be read is an error that says why', () => {
  const cwd = folderWith({ 'bilateral.yaml/inside': '' })
  expect(() => loadConfig({ cwd, env: {} })).toThrow(
    `${cwd}/bilateral.yaml cannot be read (EISDIR); ${NOTHING}`,
  )
})

describe('what somebody names', () => {
  const files = { 'bilateral.yaml': '', 'other/x.yaml': '', 'pair/bilateral.json': '' }

  test('[C1] an option comes before the variable, and the variable before the search', () => {
    const folder = folderWith(files)
    expect(find(folder, '.', { path: 'other/x.yaml', variable: 'pair' })).toBe('other/x.yaml')
    expect(find(folder, '.', { variable: 'other/x.yaml' })).toBe('other/x.yaml')
    expect(find(folder, '.', { variable: '' })).toBe('bilateral.yaml')
  })

  test('[C1] a folder stands for the configuration in it', () => {
    const folder = folderWith(files)
    expect(find(folder, '.', { path: 'pair' })).toBe('pair/bilateral.json')
    expect(find(folder, '.', { path: 'other' })).toBe(
      `--config names the folder ./other, and no bilateral.yaml is in it; ${NOTHING}`,
    )
  })

  test('[C1] what is named and not there is an error, never replaced by what is found', () => {
    const folder = folderWith(files)
    expect(find(folder, '.', { path: 'nowhere.yaml' })).toBe(
      `--config names ./nowhere.yaml, and there is nothing; ${NOTHING}`,
    )
    expect(find(folder, '.', { variable: 'nowhere.yaml' })).toBe(
      `$BILATERAL_CONFIG names ./nowhere.yaml, and there is nothing; ${NOTHING}`,
    )
  })
})
