import { defineRun, NumpyParameterType, PandasParameterType, powerBi } from 'inference-schema'

const sales = new NumpyParameterType([
  [80, 240_000],
  [120, 330_000],
]) // [area in m², price]

const houses = new PandasParameterType([{ address: '1 Mill Lane', area: 95.5, built: 1998, soldOn: '2024-03-01' }], {
  dtypes: { built: 'int32', soldOn: 'datetime64[D]' },
})

const results = new PandasParameterType([{ address: '1 Mill Lane', price: 260_000.5, isNew: false }])

/** Prices houses by what others sold for: the mean price per m², less what each year of age takes off. */
export const run = defineRun(
  powerBi({
    inputs: { sales, houses, lossPerYear: 0.005 },
    globalParameters: 1.5, // what the market adds to every price
    results,
  }),
  ({ Inputs: { sales, houses, lossPerYear }, GlobalParameters: marketFactor }) => {
    const [count] = sales.shape
    let pricePerArea = 0
    for (let sale = 0; sale < count; sale++) pricePerArea += sales.get(sale, 1) / sales.get(sale, 0) / count

    return {
      Results: houses.map(({ address, area, built, soldOn }) => {
        const age = new Date(Number(soldOn) * 86_400_000).getUTCFullYear() - built
        return { address, price: area * pricePerArea * (1 - lossPerYear * age) * marketFactor, isNew: age < 5 }
      }),
    }
  },
)
