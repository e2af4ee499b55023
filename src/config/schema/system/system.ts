import { z } from 'zod'
import { filesSystem } from './files.ts'
import { restSystem } from './rest.ts'
import { sqlSystem } from './sql.ts'

/** `systems.<name>`, one of the two ends. */
export const system = z.discriminatedUnion('type', [restSystem, sqlSystem, filesSystem])

/** What the file says about one system. */
export type SaidSystem = z.output<typeof system>
