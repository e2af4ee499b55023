import { isFieldName } from '../../../core/terms.ts'

const NAME_CHARACTERS_MAX = 60

/** Makes of any text a name that a configuration can hold: `creditLimit` becomes `credit_limit`. */
export function toName(text: string, otherwise: string): string {
  const name = text
    .normalize('NFC')
    .replaceAll(/([\p{Ll}\d])(\p{Lu})/gu, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .replaceAll(/^[_\p{N}]+|_+$/gu, '')
    .slice(0, NAME_CHARACTERS_MAX)
  return isFieldName(name) ? name : otherwise
}
