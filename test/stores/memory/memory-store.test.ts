import { describe, test } from 'vitest'
import type { StoreSite } from '../../../src/testing/store-suite/site.ts'
import { memoryStore } from '../../../src/stores/memory/memory-store.ts'
import { storeSuite } from '../../../src/testing/store-suite.ts'

describe('memory store', () => {
  const create = async (): Promise<StoreSite> => {
    const store = memoryStore()
    return { open: async () => store, dispose: async () => undefined }
  }
  for (const { title, run } of storeSuite(create)) test(title, run)
})
