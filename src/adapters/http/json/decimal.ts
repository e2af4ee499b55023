/** Whether the double that JSON text was read as still says what the text says. */
export function keepsDigits(source: string, value: number): boolean {
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) return false
  if (!Number.isFinite(value)) return false
  return source.length <= 15 || plainDigits(source) === plainDigits(String(value))
}

/** One spelling for every text of the same decimal: sign, digits without zeros around them, exponent. */
function plainDigits(text: string): string {
  const [mantissa = '', exponent = '0'] = text.toLowerCase().split('e')
  const negative = mantissa.startsWith('-')
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.')
  const digits = (whole + fraction).replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  if (significant === '') return '0'
  const scale = Number(exponent) - fraction.length + (digits.length - significant.length)
  return `${negative ? '-' : ''}${significant}e${scale}`
}
