import type { MemoryCollectionOptions } from '../../../src/adapters/memory/memory-options.ts'
import type { SuiteWorld } from '../../../src/testing/adapter-suite/world.ts'
import { conforms } from '../conformance.ts'
import { memorySystem } from '../../../src/adapters/memory/memory-system.ts'

function worldOf(options: MemoryCollectionOptions): SuiteWorld {
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

const VARIANTS: Readonly<Record<string, MemoryCollectionOptions>> = {
  'a memory system with etags': {},
  'a memory system with counters and client ids': {
    token: 'counter',
    creates: { clientId: true, idempotencyKey: false },
    tombstones: true,
    stability: 'snapshot',
  },
  'a memory system with stamps of one second': {
    token: 'stamp',
    granularityMs: 1000,
    latenessMs: 500,
    creates: { idempotencyKey: false, externalKey: 'ref' },
  },
  'a memory system with content hashes, whole records and no answers': {
    token: 'hash',
    style: 'replace',
    representation: false,
    stability: 'offset',
    tokenInList: false,
  },
  'a memory system without tokens': {
    token: 'none',
    changes: false,
    count: false,
    creates: { idempotencyKey: false, ifAbsent: false },
  },
  'a memory system with tokens that cover some fields': { unversioned: ['tags'] },
  'a memory system that only reads': {
    creates: { allowed: false },
    updates: false,
    deletes: false,
  },
}

for (const [name, options] of Object.entries(VARIANTS)) conforms(name, () => worldOf(options))
