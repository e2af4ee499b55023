/**
 * Compiles how an id is read from the address of a record: by the path that reads one, `${id}` standing where the id
 * does. `undefined` for an address of another shape.
 */
export function compileLocation(
  getPath: string,
  base: string,
): (location: string) => string | undefined {
  const [before = '', after, ...more] = getPath.split('${id}')
  return (location) => {
    const path = URL.parse(location, base)?.pathname
    if (path === undefined || after === undefined || more.length > 0) return undefined
    if (!path.startsWith(before) || !path.endsWith(after)) return undefined
    const end = path.length - after.length
    return end > before.length ? decode(path.slice(before.length, end)) : undefined
  }
}

function decode(part: string): string | undefined {
  if (part.includes('/')) return undefined
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}
