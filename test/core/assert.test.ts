import { expect, test } from 'vitest'
import { assert, unreachable } from '../../src/core/assert.ts'

test('a condition that holds passes, one that does not is a bug', () => {
  expect(() => assert(true, 'holds')).not.toThrow()
  expect(() => assert(false, 'the plan has two targets')).toThrow('Bug: the plan has two targets')
})

test('a case the compiler could not see is named', () => {
  expect(() => unreachable({ kind: 'moved' } as never)).toThrow('{"kind":"moved"}')
})
