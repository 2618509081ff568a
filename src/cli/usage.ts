/** What was asked for could not be done: exit 1, one sentence. */
export class CommandError extends Error {}

/** The command line was used wrongly. */
export class UsageError extends CommandError {}

export const usage = `inference-schema: what a scoring script takes and returns, by its samples

  inference-schema swagger ENTRY [-o FILE] [--version 2.0|3.0|3.1] [--format json|yaml]
                   [--check [--allow text|compatible] [--json]] [--watch]
                   [--service-name NAME] [--service-version VERSION] [--path-prefix PREFIX]
      write the script's Swagger 2.0 or OpenAPI 3 document to FILE, or to standard output;
      with --check, fail when FILE is not what would be written, and say what changed and what breaks callers;
      with --watch, write again when the script changes

  inference-schema swagger [ENTRY...] [-o DIR/] [--version all] [--config-file FILE]
      write the documents of several scripts or globs, by default beside each; several versions are swagger.json,
      swagger2.json, swagger3.json and swagger3.1.json in DIR, which may hold {dir} and {name} of the script;
      without ENTRY, those of inference-schema.config.json or package.json

  inference-schema validate ENTRY PAYLOAD.json
      say whether the payload fits, and if not, where (- reads standard input)

  inference-schema check ENTRY|swagger.json [--for power-bi|automl|stream-analytics|power-platform] [--json]
      say what can read the script's document, or the one in a file; with --for, list why one of them cannot, and exit with 1

  inference-schema serve ENTRY [--port 5001] [--host 127.0.0.1] [--model-dir DIR] [--workers 1] [--watch]
                   [--service-name NAME] [--service-version VERSION] [--path-prefix PREFIX]
                   [--cors ORIGIN,ORIGIN] [--health-port PORT] [--config-file FILE] [--docs|--no-docs] [--metrics]
                   [--log-level info] [--scoring-timeout MS] [--grace SECONDS] [--request-timeout MS]
                   [--max-body BYTES] [--max-headers BYTES] [--max-depth N] [--max-elements N]
                   [--max-cells N] [--max-decoded-bytes BYTES] [--max-concurrency N]
      answer GET /, GET and POST /score and GET /swagger.json; ENTRY and settings are also taken from the environment
      (AZUREML_ENTRY_SCRIPT, AZUREML_MODEL_DIR, SERVICE_NAME, SCORING_TIMEOUT_MS, AML_CORS_ORIGINS, …) and config.json

ENTRY is a .ts, .mts, .js, .mjs or .cjs file; it runs as it is.
--verbose adds stack traces, --help shows this, --version (alone) the package's version.
Exit: 0 done, 1 wrong use or failed check, 3 the entry script failed to start.
`
