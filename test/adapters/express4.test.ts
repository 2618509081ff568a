import express4 from 'express4'
import { expressHarness } from './express-harness.js'
import { adapterSuite } from './suite.js'

adapterSuite('Express 4', expressHarness(express4 as never))
