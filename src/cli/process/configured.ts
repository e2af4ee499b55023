import type { World } from '../world.ts'

/** Where a process finds its files and settings. */
export type Surroundings = Pick<World, 'cwd' | 'env'>

/** What a command gets from the configuration; the code for it is loaded with the first use. */
export function configuredIn({ cwd, env }: Surroundings): Pick<World, 'hasConfig' | 'openPairing'> {
  return {
    async hasConfig(path) {
      const { hasConfig } = await import('../../config/find-config.ts')
      return hasConfig({ path, cwd, env })
    },
    async openPairing({ config, ...options }) {
      const [{ loadConfig }, { compose }] = await Promise.all([
        import('../../config/load-config.ts'),
        import('../../config/compose.ts'),
      ])
      return compose(loadConfig({ path: config, cwd, env }), options)
    },
  }
}
