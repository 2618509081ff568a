import { document, score } from 'inference-schema/fetch'
import { run } from './score.js'

const routes: Record<string, (request: Request) => Promise<Response>> = {
  '/score': score(run),
  '/swagger.json': document(run, { serviceName: 'labels' }),
}

// What Bun, Deno and Workers serve; a Next.js route exports `POST = score(run)` alone.
export default {
  fetch: async (request: Request) => routes[new URL(request.url).pathname]?.(request) ?? new Response('Not Found', { status: 404 }),
}
