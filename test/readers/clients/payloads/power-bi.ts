import type { Input, Output } from './schemas.js'

const house = { address: '2 Mill Lane', area: 100, built: 2014, soldOn: '2024-06-30' }

export const payload: Input = { Inputs: { sales: [[100, 200_000]], houses: [house], lossPerYear: 0.01 }, GlobalParameters: 1.5 }

export const wrong: Input = {
  ...payload,
  // @ts-expect-error an area is a number
  Inputs: { sales: [[100, 200_000]], houses: [{ ...house, area: 'large' }], lossPerYear: 0.01 },
}

export const show = ({ Results }: Output): number | null | undefined => Results[0]?.price
