export { createServer, type Scorer, type ServerOptions } from './create-server.js'
export { type EntryScript, EntryScriptError, loadEntryScript } from './entry-script.js'
