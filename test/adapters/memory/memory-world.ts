import type { MemoryCollectionOptions } from '../../../src/adapters/memory/memory-options.ts'
import type { SuiteWorld } from '../../../src/testing/adapter-suite/world.ts'
import { memorySystem } from '../../../src/adapters/memory/memory-system.ts'

/** A memory system of people for the conformance suite. */
export function memoryWorld(options: MemoryCollectionOptions): SuiteWorld {
  const system = memorySystem({
    collections: {
      people: {
        pageSize: 3,
        refuse: { age: (value) => (typeof value === 'boolean' ? 'age is a number' : undefined) },
        ...options,
      },
    },
  })
  const users = system.users('people')
  return {
    system,
    collection: 'people',
    body: (n) => ({ name: `name ${n}`, note: `note ${n}`, age: n, tags: [`t${n}`] }),
    texts: ['name', 'note'],
    nullable: 'note',
    integer: 'age',
    search: 'name',
    invalid: { age: true },
    outside: {
      create: async (body, id) => users.create(body, id),
      update: async (id, set) => users.update(id, set),
      delete: async (id) => users.delete(id),
      read: async (id) => users.read(id),
    },
    settle: async () => system.advance(options.granularityMs ?? 1),
  }
}
