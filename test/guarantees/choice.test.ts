import { describe, expect, test } from 'vitest'
import { CHOICES, isChosenAsStated } from '../../guarantees/choice.ts'

const TITLED = CHOICES.map((choice) => ({
  ...choice,
  title: `${choice.attribute}: ${choice.moment}`,
}))

describe('a moment at which an attribute decides', () => {
  test.each(TITLED)('$title', (choice) => {
    expect(isChosenAsStated(choice)).toBe(true)
  })

  test('is found out when it states another outcome, or no difference', () => {
    const [choice] = CHOICES
    expect(isChosenAsStated({ ...choice!, kept: 'update' })).toBe(false)
    expect(isChosenAsStated({ ...choice!, dropped: 'update' })).toBe(false)
    expect(isChosenAsStated({ ...choice!, attribute: 'parking', dropped: choice!.kept })).toBe(
      false,
    )
  })
})
