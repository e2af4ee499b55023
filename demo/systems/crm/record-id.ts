const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz'

/** How many random bytes an id takes; each gives one of its characters. */
export const ID_BYTES = 14

/** An id such as `acc_9f3k2m…`: the prefix of its kind and one character per byte. */
export function toRecordId(prefix: string, bytes: Uint8Array): string {
  return prefix + Array.from(bytes, (byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('')
}
