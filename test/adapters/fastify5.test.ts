import fastify from 'fastify'
import { fastifyHarness } from './fastify-harness.js'
import { adapterSuite } from './suite.js'

adapterSuite('Fastify 5', fastifyHarness(fastify as never))
