import fastify from 'fastify4'
import { fastifyHarness } from './fastify-harness.js'
import { adapterSuite } from './suite.js'

adapterSuite('Fastify 4', fastifyHarness(fastify as never))
