import { expect, test } from 'vitest'
import { BilateralError, CONSEQUENCES, EXIT_CODES, isBilateralError } from '../src/errors.ts'

test('an error carries what a program and what a person need', () => {
  const cause = new Error('ECONNREFUSED')
  const error = new BilateralError(
    'SYSTEM_UNAVAILABLE',
    'crm does not answer; nothing was written',
    {
      cause,
      next: 'bilateral sync',
    },
  )
  expect(error).toMatchObject({
    name: 'BilateralError',
    code: 'SYSTEM_UNAVAILABLE',
    retryable: true,
    exitCode: 75,
    next: 'bilateral sync',
    cause,
  })
})

test('an occasion may differ from the rule about trying again', () => {
  expect(new BilateralError('STORE_BUSY', 'held', { retryable: false }).retryable).toBe(false)
})

test('an error without a cause shows none', () => {
  expect('cause' in new BilateralError('USAGE', 'no such command')).toBe(false)
})

test('only our own errors, and only of the code asked for, are recognised', () => {
  const error = new BilateralError('NOT_FOUND', 'no such record')
  expect(isBilateralError(error)).toBe(true)
  expect(isBilateralError(error, 'NOT_FOUND')).toBe(true)
  expect(isBilateralError(error, 'USAGE')).toBe(false)
  expect(isBilateralError(new Error('bug'))).toBe(false)
})

test('trying again is only ever promised with the exit code that says so', () => {
  for (const { exitCode, retryable } of Object.values(CONSEQUENCES))
    expect(retryable).toBe(exitCode === EXIT_CODES.later)
})
