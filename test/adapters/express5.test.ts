import express from 'express'
import { expressHarness } from './express-harness.js'
import { adapterSuite } from './suite.js'

adapterSuite('Express 5', expressHarness(express))
