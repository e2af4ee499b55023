import { z } from 'zod'
import type { BySide } from '../../core/side.ts'
import { defaults, entity } from './entity.ts'
import type { SaidDefaults, SaidEntity } from './entity.ts'
import { guards } from './guards.ts'
import type { SaidGuards } from './guards.ts'
import { entityName, given, pairingName } from './basic/name.ts'
import { mapOf } from './basic/map-of.ts'
import { sides } from './basic/sides.ts'
import type { Names } from './basic/sides.ts'
import { system } from './system/system.ts'
import type { SaidSystem } from './system/system.ts'

/** The version of the format that this version reads. */
export const FORMAT_VERSION = 1

/** What a whole configuration file says, before presets and defaults answer the rest. */
export interface SaidFile {
  readonly version: typeof FORMAT_VERSION
  readonly name: string
  readonly memory?: { readonly sqlite: string } | undefined
  readonly systems: BySide<SaidSystem>
  readonly entities: Readonly<Record<string, SaidEntity>>
  readonly defaults?: SaidDefaults | undefined
  readonly guards?: SaidGuards | undefined
}

/** A configuration file. */
export function file(names: Names): z.ZodType<SaidFile> {
  return z.strictObject({
    $schema: z.string().optional(),
    version: z.literal(FORMAT_VERSION).describe('The version of this format.'),
    name: pairingName.describe('How this pairing is called.'),
    memory: z
      .strictObject({ sqlite: given('a file').describe('A file, relative to this one.') })
      .optional()
      .describe('Where the memory is kept. Default ./.bilateral/<name>.db.'),
    systems: sides(names, system)
      .meta({ minProperties: 2, maxProperties: 2 })
      .describe('Exactly two systems, by the names you give them.'),
    entities: mapOf(entityName, entity(names)).describe(
      'What is kept in agreement, one collection of each system at a time.',
    ),
    defaults: defaults(names)
      .optional()
      .describe('Answers for every entity that names no preset besides two-way.'),
    guards: guards.optional().describe('What stops a run before its first write, per entity.'),
  })
}
