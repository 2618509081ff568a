// What Power BI sends: inputs and parameters in an envelope.
import { defineRun, NumpyParameterType, PandasParameterType, powerBi } from 'inference-schema'

const houses = new PandasParameterType([{ address: '1 Mill Lane', area: 95.5, built: 1998 }], { dtypes: { built: 'int32' } })
const results = new PandasParameterType([{ address: '1 Mill Lane', price: 260_000.5, isNew: false }])

export const run = defineRun(
  powerBi({ inputs: { sales: new NumpyParameterType([[80, 240_000]]), houses }, globalParameters: 1.5, results }),
  ({ Inputs: { houses }, GlobalParameters: factor }) => ({
    Results: houses.map(({ address, area, built }) => ({ address, price: area * factor, isNew: built > 2000 })),
  }),
)
