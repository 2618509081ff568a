/** An MLmodel file in the form that `mlflow.sklearn.log_model` writes. */
export const irisModel = `artifact_path: model
flavors:
  python_function:
    env:
      conda: conda.yaml
      virtualenv: python_env.yaml
    loader_module: mlflow.sklearn
    model_path: model.pkl
    predict_fn: predict
    python_version: 3.11.9
  sklearn:
    code: null
    pickled_model: model.pkl
    serialization_format: cloudpickle
    sklearn_version: 1.6.1
is_signature_from_type_hint: false
mlflow_version: 2.22.0
model_size_bytes: 1049
model_uuid: 0f1f7b2b6a1f4a7f9f0a6f2f2d6f7d11
run_id: 5a3b7d1c0a7e4e0b9d0e6b7f3c2a1d90
signature:
  inputs: '[{"type": "double", "name": "sepal length (cm)", "required": true}, {"type":
    "double", "name": "sepal width (cm)", "required": true}, {"type": "double", "name":
    "petal length (cm)", "required": true}, {"type": "double", "name": "petal width
    (cm)", "required": true}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "int64", "shape": [-1]}}]'
  params: null
type_hint_from_example: false
utc_time_created: '2025-05-01 12:34:56.789012'
`

/** The signature of a Keras model of MNIST's images, parsed. */
export const mnistSignature = {
  inputs: '[{"name": "input_image", "type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 28, 28, 1]}}]',
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float32", "shape": [-1, 10]}}]',
  params: null,
}

/** The signature of a chat model, in the form that MLflow infers of an input example. */
export const chatSignature = {
  inputs:
    '[{"type": "array", "items": {"type": "object", "properties": {"content": {"type": "string", "required": true}, ' +
    '"name": {"type": "string", "required": false}, "role": {"type": "string", "required": true}}}, "name": "messages", "required": true}, ' +
    '{"type": "double", "name": "temperature", "required": false}, ' +
    '{"type": "array", "items": {"type": "string"}, "name": "stop", "required": false}, ' +
    '{"type": "map", "values": {"type": "string"}, "name": "custom_inputs", "required": false}, ' +
    '{"type": "any", "name": "metadata", "required": false}]',
  outputs:
    '[{"type": "string", "name": "id", "required": true}, {"type": "array", "items": {"type": "object", "properties": ' +
    '{"index": {"type": "long", "required": true}, "message": {"type": "object", "properties": {"content": {"type": "string", ' +
    '"required": true}, "role": {"type": "string", "required": true}}, "required": true}}}, "name": "choices", "required": true}]',
  params: null,
}

/** The signature of a text generation pipeline with its parameters. */
export const generationSignature = {
  inputs: '[{"type": "string", "required": true}]',
  outputs: '[{"type": "string", "required": true}]',
  params:
    '[{"name": "temperature", "default": 0.5, "shape": null, "type": "double"}, ' +
    '{"name": "max_new_tokens", "default": 20, "shape": null, "type": "long"}, ' +
    '{"name": "do_sample", "dtype": "boolean", "default": true, "shape": null}, ' +
    '{"name": "stop", "default": ["END"], "shape": [-1], "type": "string"}, ' +
    '{"name": "since", "default": "2024-02-29T12:30:00", "shape": null, "type": "datetime"}, ' +
    '{"name": "seed", "default": null, "shape": null, "type": "integer"}, ' +
    '{"name": "format", "default": {"kind": "json"}, "shape": null, "type": "object", "properties": {"kind": {"type": "string", "required": true}}}]',
}

/** An MLmodel file whose model gives a frame without names: pandas calls its columns by numbers, and so does MLflow. */
export const numberedModel = `artifact_path: model
flavors:
  lightgbm:
    data: model.lgb
    lgb_version: 3.3.2
    model_class: lightgbm.basic.Booster
  python_function:
    data: model.lgb
    env: conda.yaml
    loader_module: mlflow.lightgbm
    python_version: 3.7.11
model_uuid: 3f4c9c9d0f1e4a6f8d2f8f5f6a3b2c1d
run_id: 7a1c7be0-2f50-4d67-9a35-52f8c1f0a9b3
signature:
  inputs: '[{"name": "length", "type": "double"}, {"name": "width", "type": "double"}]'
  outputs: '[{"name": 0, "type": "double"}, {"name": 1, "type": "double"}, {"name":
    2, "type": "double"}]'
utc_time_created: '2022-03-17 07:18:56.394958'
`
