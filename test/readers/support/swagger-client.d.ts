// What the tests use of swagger-client, which has no types.
declare module 'swagger-client' {
  export interface ClientResponse {
    readonly ok: boolean
    readonly status: number
    readonly body: unknown
  }

  export interface ExecuteOptions {
    readonly operationId: string
    /** In Swagger 2.0 the body is a parameter. */
    readonly parameters?: Readonly<Record<string, unknown>>
    readonly requestBody?: unknown
    readonly scheme?: string
  }

  export interface Client {
    readonly errors: readonly unknown[]
    execute(options: ExecuteOptions): Promise<ClientResponse>
  }

  export default function SwaggerClient(options: { readonly url: string }): Promise<Client>
}
