import { z } from 'zod'
import { DEFAULT_PRESET, PRESETS } from '../../core/policy/preset.ts'
import type { Preset } from '../../core/policy/preset.ts'
import { SIDES } from '../../core/side.ts'
import type { Names } from './basic/sides.ts'

/** A preset as the file names it. */
export interface NamedPreset {
  /** As it stands in the file: `crm-master`. */
  readonly said: string
  readonly preset: Preset
}

/** `extends:`, a preset by its name; the one by which a side leads may be called after the system. */
export function preset(names: Names): z.ZodType<NamedPreset> {
  const masters = SIDES.map((side) => [names?.[side], PRESETS[`${side}-master`]] as const)
  const byName = new Map<string, Preset>(Object.entries(PRESETS))
  for (const [system, master] of masters)
    if (system !== undefined && master !== undefined) byName.set(`${system}-master`, master)
  const known =
    names === undefined
      ? z.string().meta({ examples: [...byName.keys()] })
      : z.enum([...byName.keys()])
  return known.transform((said, context) => {
    const found = byName.get(said)
    if (found !== undefined) return { said, preset: found }
    if (names === undefined && said.endsWith('-master')) return { said, preset: DEFAULT_PRESET }
    context.addIssue({ code: 'custom', message: `there is no preset ${JSON.stringify(said)}` })
    return z.NEVER
  })
}
