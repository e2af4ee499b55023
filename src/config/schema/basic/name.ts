import { z } from 'zod'
import { isFieldName } from '../../../core/terms.ts'
import { describeWish } from '../../explain/phrase.ts'

const NAME = /^[\p{L}_][\p{L}\p{N}_-]{0,63}$/u

/** A name that people give: it is shown, typed into commands and used in file names. */
function name(what: string): z.ZodString {
  return z
    .string()
    .regex(
      NAME,
      `${what} is called by at most 64 letters, digits, - and _, and begins with a letter`,
    )
    .refine(isFieldName, `${what} cannot be called so: every object answers to this name`)
}

/** The name of a system. */
export const systemName = name('a system')

/** The name of an entity. */
export const entityName = name('an entity')

/** The name of a field. */
export const fieldName = name('a field')

/** The name of a pairing. */
export const pairingName = name('a pairing')

/** What is wrong with an address. It is not shown: a mistyped one may hold a password. */
export function wantsAddress({ input }: { readonly input?: unknown }): string {
  const wish = 'an address that begins with https://'
  return input === undefined || input === null ? describeWish(wish, input) : `has to be ${wish}`
}

/** A text that says something. */
export function given(what: string): z.ZodString {
  return z.string().min(1, `${what} cannot be empty`)
}
