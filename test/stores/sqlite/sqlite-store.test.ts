import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'vitest'
import type { StoreSite } from '../../../src/testing/store-suite/site.ts'
import { openSqliteStore } from '../../../src/stores/sqlite/open-sqlite-store.ts'
import { storeSuite } from '../../../src/testing/store-suite.ts'

describe('sqlite store', () => {
  const create = async (): Promise<StoreSite> => {
    const folder = mkdtempSync(join(tmpdir(), 'bilateral-store-'))
    return {
      open: () => openSqliteStore(join(folder, 'memory.db')),
      dispose: async () => rmSync(folder, { recursive: true }),
    }
  }
  for (const { title, run } of storeSuite(create)) test(title, run)
})
