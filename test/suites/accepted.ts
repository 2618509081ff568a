/** Cases of peers that fail, for one reason. */
export interface Accepted {
  /** The names of cases, or of groups of cases. */
  readonly cases: readonly string[]
  /** How many fail, where the names are of groups. */
  readonly count?: number
  readonly reason: string
}

const pythonsWords = 'codes and statuses are stable, words are not: docs/errors.md'
const notYet = 'not there yet'
const widths = [8, 16, 32, 64].flatMap((bits) => [`int${bits}`, `uint${bits}`])
const integerForms = ['small', 'long', 'longFirst', 'records', 'text']

const generic = ['timedelta64', 'M8', 'm8', '<M8', '<m8', '|M8']

/** What fails in the suites, by suite. All else passes. */
export const accepted: Readonly<Record<string, readonly Accepted[]>> = {
  '1-azure-inference-schema': [
    {
      cases: ['pandas: {"state", "url"} for sample {"name", "state"} (names wrong, count right)'],
      reason: 'columns go by name, not by position',
    },
    {
      cases: ['standard: params of a required parameter left out, keys that the sample has are missing (hftransformersv2)'],
      reason: 'nested keys that the sample has are required',
    },
  ],
  '2-azureml-inference-server': [
    {
      cases: [
        'request id limit: 101, message',
        'x-ms-request-id limit, message',
        'x-ms-client-request-id limit, message',
        '404 message',
        '405 message',
        'undecorated POST: not UTF-8, message',
        'schema GET: missing parameter, message',
        'schema POST: missing parameter, message',
        'schema: not a dictionary, message',
        'schema: empty body, message',
        'schema: 415 message',
        'exception in run, message',
        'scoring timeout, message',
        'swagger: bad version, message',
        'swagger: no 2.0 for mixed lists, message',
      ],
      reason: pythonsWords,
    },
    { cases: ['request id limit: 101'], reason: 'every answer has an x-request-id, a refusal of one that is too long, too' },
    { cases: ['response: JSON'], reason: 'application/json; charset=utf-8 is the same type' },
    { cases: ['swagger: versions'], reason: 'the document is OpenAPI 3.1.1' },
    { cases: ['request_headers: names as in Python ("Test-Header")'], reason: 'names of headers are in lower case, as in Node' },
    {
      cases: [
        'undecorated GET: the same text, spaces and all',
        'undecorated GET, content type undefined',
        'undecorated GET, content type ',
        'undecorated GET, content type application/json',
        'undecorated GET, content type text/plain',
        'undecorated GET, content type application/octet-stream',
      ],
      reason: 'run gets the query as the text that JSON.stringify writes, which has no spaces',
    },
    {
      cases: [
        'run(*args): "run() cannot accept positional-only arguments, *args, or **kwargs."',
        'run() without parameters is refused',
        'run(request_headers) alone is refused',
      ],
      reason: 'a run that takes nothing, or the headers alone, is a service, too',
    },
    {
      cases: [
        'AMLResponse(None, 333)',
        'AMLResponse("test", 444)',
        'AMLResponse("test", 555, json_str=True)',
        'AMLResponse headers',
        'AMLResponse headers, without the option',
        'AMLResponse headers: "A, B, C" becomes three headers',
        'AMLResponse(None, 555): failed',
        'serve: a decorated run may return an AMLResponse',
      ],
      reason: `${notYet}: runs that are not raw answer with values alone`,
    },
    {
      cases: [
        'serve: AML_APP_ROOT and AZUREML_ENTRY_SCRIPT are set for the script',
        'serve: AML_APP_INSIGHTS_ENABLED is "false" for the script',
        'serve: --entry_script, as azmlinfsrv spells it',
      ],
      reason: `${notYet}: the flags and the environment of the Python server`,
    },
  ],
  '3-mlflow': [
    {
      cases: ['takes: extra column x is passed over', 'takes: 14. … with further lists, which are dropped'],
      reason: 'further columns are refused everywhere, so that a misspelt one is seen',
    },
    { cases: ['refuses: empty array for (-1, 5)'], reason: 'an empty batch is a batch' },
    { cases: ['takes: lists in string columns (old signatures)'], reason: 'a list is no text' },
    {
      cases: ['takes: Dict[str, scalar]', 'takes: Dict[str, str]'],
      reason: "a frame is rows or lists of values, and a record of single values is neither; { as: 'parameters' } reads it",
    },
    {
      cases: ['signature refused: sized text in a tensor'],
      reason: 'what it means is plain; it is written as str',
    },
    { cases: ['round trip: tensor of complex128'], reason: `${notYet}: there is no complex dtype` },
  ],
  '5-numpy-dtypes': [
    {
      cases: ['"M"', '"m"', ...generic.map((name) => `"${name}[generic]"`)],
      reason: 'a count without a unit is no time, and JSON could not say it: the message asks for a unit',
    },
    {
      cases: [...['M8', 'm8', '<M8', '<m8', '>M8', '=M8', '|M8', 'datetime64', 'timedelta64'].map((name) => `"${name}"`)],
      reason: 'without a unit they are counts of nanoseconds, as in pandas',
    },
    {
      cases: ['"datetime64[ns,UTC]"', '"bytes8"', '"bytes32"', '"bytes80"'],
      reason: 'numpy or pandas print such names: their meaning is plain',
    },
    { cases: ['"U+5"', '"U 5"', '"S-1"'], reason: "accidents of numpy's parser" },
    { cases: ['"U99999999999"', '"S4294967296"'], reason: 'numpy wraps widths that it has no room for; they are refused' },
    { cases: ['"category"'], reason: 'arrays have no categories; columns of frames do' },
    {
      cases: [
        ...['"Sparse"', '"Sparse[float64]"', '"interval"', '"interval[int64]"', '"interval[int64, right]"'],
        ...['"period[D]"', '"period[M]"', '"Period[Q]"'],
      ],
      reason: 'JSON has no form for them: the message says what to write instead',
    },
    { cases: ['null'], reason: 'a dtype that was forgotten must not become float64' },
  ],
  '9-open-inference': [{ cases: ['BF16 (Triton)'], reason: `${notYet}: there is no bfloat16 dtype` }],
  '10-integers': [
    {
      cases: widths.flatMap((dtype) => integerForms.map((form) => `${dtype} ${form} taken though no integer of the range`)),
      count: 1,
      reason:
        'a number with a point or an exponent is the double that JSON.parse gives: 1e-400 is 0, as 5.00000000000000000001 is 5. ' +
        'To tell them apart takes the text of every number, where JSON.parse keeps none',
    },
  ],
  '12-numpy-casting': [
    {
      cases: ["text: the recorded sample was <U1 (numpy's zeros of dtype U), so Python cuts to one character"],
      count: 75,
      reason: 'an accident of the recording: str has no width here',
    },
    { cases: ['bytes: text is base64 here, the text itself in Python'], count: 21, reason: 'JSON has no bytes; base64 holds them all' },
    {
      cases: ['null in a nullable column: null here; true, nan or <NA> in Python'],
      count: 10,
      reason: 'null stays null: docs/frames.md',
    },
    {
      cases: ['numbers as text: 1.0 and -0.0 lose their fraction and sign (unsafe)'],
      count: 6,
      reason: 'text of a number is that of the double, which JSON.parse gives without its point; integers have all digits',
    },
    { cases: ["1.7 is 1.7000000000000002 in pandas 1.5's reader"], count: 5, reason: 'the rounding of that reader' },
  ],
}
