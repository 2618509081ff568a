export { type AutoMlSchemas, type AutoMlShape, autoMl } from './consumers/automl-schemas.js'
export { checkConsumer, checkConsumerAsync, consumerRules } from './consumers/check-consumer.js'
export type { Consumer, ConsumerProblem, ConsumerReport, ConsumerRule, ConsumerSeverity } from './consumers/consumer.js'
export { type PowerBiSchemas, type PowerBiShape, powerBi } from './consumers/power-bi-schemas.js'
export type { ColumnDeclaration } from './description/column.js'
export type { ConstraintOptions } from './description/constraints.js'
export type { Casting, Dimension } from './description/description.js'
export { type DateSample, date, type IntSample, int, type TimeSample, time } from './description/markers.js'
export type { ByColumn } from './description/named-columns.js'
export type { SwaggerSchema, SwaggerVersion } from './description/swagger-schema.js'
export type { OpenApiDocument } from './document/openapi-document.js'
export type { ServiceInfo } from './document/service-model.js'
export type { SwaggerDocument } from './document/swagger-document.js'
export type {
  ArrayDtypeSpec,
  DeclaredDtype,
  DtypeName,
  DtypeSpec,
  FieldListsSpec,
  FieldsSpec,
  StructFieldSpec,
  StructSpec,
  SubArraySpec,
} from './dtype/dtype.js'
export type { NdArray } from './dtype/ndarray.js'
export type { EpochUnit } from './dtype/time-unit.js'
export { type Issue, type IssueCode, issueCodes, type Path } from './errors/issue.js'
export { PayloadError, type PayloadErrorBody } from './errors/payload-error.js'
export { ResultError } from './errors/result-error.js'
export { SchemaDefinitionError } from './errors/schema-definition-error.js'
export { columnsOf } from './frames/columns-of.js'
export type { Orient, RowLabel } from './frames/orient.js'
export { type ToNumpyOptions, toNumpy } from './frames/to-numpy.js'
export { type FromMlflowOptions, fromMlflowSignature } from './interchange/mlflow/from-signature.js'
export type { MlflowSignature } from './interchange/mlflow/signature.js'
export { toMlflowSignature } from './interchange/mlflow/to-signature.js'
export {
  type FromModelMetadataOptions,
  fromModelMetadata,
  type ModelMetadata,
  type TensorMetadata,
  type ToModelMetadataOptions,
  toModelMetadata,
} from './interchange/model-metadata.js'
export { type OnnxSession, type OnnxTypesOptions, type OnnxValueMetadata, typesFromOnnx } from './interchange/onnx.js'
export { fromOnnxResults, type OnnxTensorClass, toOnnxFeeds } from './interchange/onnx-values.js'
export type { RunTypes } from './interchange/run-types.js'
export type { JsonLimits } from './json/limits.js'
export { AbstractParameterType } from './parameter-types/abstract-parameter-type.js'
export { numpy, type TensorDeclaration } from './parameter-types/numpy.js'
export { NumpyParameterType, type NumpyParameterTypeOptions } from './parameter-types/numpy-parameter-type.js'
export { type FrameColumn, type FrameDeclaration, type FrameKind, pandas } from './parameter-types/pandas.js'
export { PandasParameterType, type PandasParameterTypeOptions } from './parameter-types/pandas-parameter-type.js'
export type { PresenceOptions } from './parameter-types/presence.js'
export type { Returnable } from './parameter-types/returned.js'
export { SparkParameterType, type SparkParameterTypeOptions, type SparkSample } from './parameter-types/spark-parameter-type.js'
export { standard, type ValueDeclaration } from './parameter-types/standard.js'
export { StandardPythonParameterType, type StandardPythonParameterTypeOptions } from './parameter-types/standard-python-parameter-type.js'
export { type StandardSchemaOptions, StandardSchemaParameterType } from './parameter-types/standard-schema-parameter-type.js'
export { encodeArrow } from './run/arrow-result.js'
export { decodePayload, decodePayloadAsync, type ValidationResult, validatePayload, validatePayloadAsync } from './run/decode-payload.js'
export { type CallArguments, type DefinedRun, defineRun, type Inputs, type InputTypes, type Received } from './run/define-run.js'
export { type InputSchemaOptions, inputSchema, outputSchema } from './run/input-schema.js'
export { type InvokeOptions, invoke, type RunContext } from './run/invoke.js'
export type { PayloadLimits } from './run/limits.js'
export type {
  NamedArguments,
  Payload,
  PayloadOptions,
  RequestHeaders,
} from './run/payload.js'
export { type PayloadOf, type PayloadSchema, payloadSchema } from './run/payload-schema.js'
export { encodeResult, encodeResultBytes } from './run/result.js'
export type { RunFunction } from './run/run-schema.js'
export type { Gives, SchemaDecorator, Takes } from './run/schema-decorator.js'
export {
  type DocumentOf,
  generateSwagger,
  generateSwaggerAsync,
  getInputSchema,
  getInputSchemaAsync,
  getOutputSchema,
  getOutputSchemaAsync,
  getSupportedVersions,
  isSchemaDecorated,
  type SwaggerOptions,
} from './run/schemas.js'
