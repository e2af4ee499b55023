import { expect, test } from 'vitest'
import { openVector } from '../../replay/vector.ts'

test('every sequence of choices is taken once, however the choices depend on each other', () => {
  const vector = openVector()
  const taken: string[] = []
  do {
    const first = vector.choose(3)
    const rest = first === 1 ? [] : [vector.choose(2), vector.choose(first + 1)]
    taken.push([first, ...rest].join(''))
  } while (vector.advance())
  expect(taken).toEqual(['000', '010', '1', '200', '201', '202', '210', '211', '212'])
})

test('what does not repeat itself is no replay', () => {
  const vector = openVector()
  vector.choose(2)
  vector.choose(2)
  vector.advance()
  expect(() => vector.choose(3)).toThrow('choice 0 had 2 options and has 3')
})
