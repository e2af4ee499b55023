import type { MemoryCollectionOptions } from '../../../src/adapters/memory/memory-options.ts'
import { conforms } from '../conformance.ts'
import { memoryWorld } from './memory-world.ts'

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

for (const [name, options] of Object.entries(VARIANTS)) conforms(name, () => memoryWorld(options))
