// Asks the language server that editors use for hover texts, completions and
// diagnostics of intents, with the schema of this repository and without network.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const here = path.dirname(fileURLToPath(import.meta.url))
const schema = pathToFileURL(path.join(here, '../../schemas/intent.schema.json')).href
const main = path.join(path.dirname(createRequire(import.meta.url).resolve('yaml-language-server/package.json')), 'bin/yaml-language-server')
const server = spawn(process.execPath, [main, '--stdio'], { stdio: ['pipe', 'pipe', 'inherit'] })
const waiting = new Map()
const published = new Map()
let last = 0
let buffer = Buffer.alloc(0)

const send = (message) => {
  const text = Buffer.from(JSON.stringify({ jsonrpc: '2.0', ...message }))
  server.stdin.write(`Content-Length: ${text.length}\r\n\r\n`)
  server.stdin.write(text)
}
const ask = (method, params) => new Promise((resolve, reject) => {
  last += 1
  waiting.set(last, { resolve, reject })
  send({ id: last, method, params })
})

const settings = {
  yaml: {
    hover: true, completion: true, validate: true, schemaStore: { enable: false, url: '' },
    schemas: { [schema]: '*.yaml' },
  },
}

const receive = (message) => {
  if (message.method === 'workspace/configuration') {
    send({ id: message.id, result: message.params.items.map((item) => settings[item.section] ?? {}) })
  } else if (message.method === 'textDocument/publishDiagnostics') {
    published.get(message.params.uri)?.(message.params.diagnostics)
  } else if (message.id !== undefined && message.method) {
    send({ id: message.id, result: null })
  } else if (waiting.has(message.id)) {
    const { resolve, reject } = waiting.get(message.id)
    waiting.delete(message.id)
    if (message.error) reject(new Error(message.error.message))
    else resolve(message.result)
  }
}
server.stdout.on('data', (chunk) => {
  buffer = Buffer.concat([buffer, chunk])
  for (;;) {
    const end = buffer.indexOf('\r\n\r\n')
    if (end < 0) return
    const length = Number(/Content-Length: (\d+)/i.exec(buffer.subarray(0, end).toString())[1])
    if (buffer.length < end + 4 + length) return
    const text = buffer.subarray(end + 4, end + 4 + length).toString()
    buffer = buffer.subarray(end + 4 + length)
    receive(JSON.parse(text))
  }
})

let documents = 0
// open shows the server a text; its diagnostics come when it has read it.
const open = async (text) => {
  documents += 1
  const uri = `file:///test-${documents}.yaml`
  const diagnostics = new Promise((resolve) => published.set(uri, resolve))
  send({ method: 'textDocument/didOpen', params: { textDocument: { uri, languageId: 'yaml', version: 1, text } } })
  return { uri, diagnostics: await diagnostics }
}
const hover = async (text, line, character) => {
  const { uri } = await open(text)
  const result = await ask('textDocument/hover', { textDocument: { uri }, position: { line, character } })
  return result?.contents?.value ?? ''
}
const complete = async (text, line, character) => {
  const { uri } = await open(text)
  const result = await ask('textDocument/completion', { textDocument: { uri }, position: { line, character } })
  return (result.items ?? result).map((item) => item.label)
}

let passed = 0
const check = async (name, run) => {
  await run()
  passed += 1
  console.log(`ok ${passed} - ${name}`)
}

const late = setTimeout(() => { console.error('the language server did not answer'); process.exit(1) }, 120_000)
await ask('initialize', {
  processId: process.pid, rootUri: null,
  capabilities: {
    workspace: { configuration: true },
    textDocument: {
      hover: { contentFormat: ['markdown'] },
      completion: { completionItem: { snippetSupport: true, documentationFormat: ['markdown'] } },
    },
  },
})
send({ method: 'initialized', params: {} })
send({ method: 'workspace/didChangeConfiguration', params: { settings } })

const starter = readFileSync(path.join(here, '../../examples/quickstart/batchgen.yaml'), 'utf8')
const four = 'region: westeurope\nmode: simplified\nos: linux\nnodes: 20\n'

await check('a starter intent has no diagnostics', async () => {
  assert.deepEqual((await open(starter)).diagnostics, [])
  assert.deepEqual((await open(four)).diagnostics, [])
})
await check('hover on a key: sentence, consequence, default, link', async () => {
  const text = await hover(four, 1, 2)
  assert.match(text, /How nodes and the Batch service talk\./)
  assert.match(text, /the service calls the nodes\./)
  assert.match(text, /Default: `"simplified"`\./)
  assert.match(text, /docs\/intent\.md#mode/)
})
await check('hover on a nested key and on one of a definition', async () => {
  assert.match(await hover('region: westeurope\nnetwork:\n  egress: open\n', 2, 4), /docs\/intent\.md#networkegress/)
  assert.match(await hover('region: westeurope\npools:\n  - name: a\n    vmSize: Standard_D4s_v5\n', 3, 6), /docs\/intent\.md#vmsize/)
})
await check('completion of keys', async () => {
  const labels = await complete('region: westeurope\n\n', 1, 0)
  for (const key of ['mode', 'os', 'nodes', 'network', 'forcedTunneling', 'pools']) assert.ok(labels.includes(key), `${key} of ${labels}`)
  assert.ok(!labels.includes('region'), 'region is there already')
})
await check('completion of words, regions, images and snippets', async () => {
  assert.deepEqual((await complete('mode: \n', 0, 6)).sort(), ['classic', 'simplified'])
  assert.ok((await complete('region: \n', 0, 8)).includes('swedencentral'))
  assert.ok((await complete('region: westeurope\nimage: \n', 1, 7)).includes('windows-2022'))
  const tunnel = await complete('region: westeurope\nforcedTunneling: \n', 1, 17)
  assert.ok(tunnel.some((label) => label.startsWith('{via: appliance')), String(tunnel))
})
await check('diagnostics of wrong intents, each at its line', async () => {
  const { diagnostics } = await open('regoin: westeurope\nmode: modern\nnodes: many\nname: X\n')
  const lines = new Set(diagnostics.map((d) => d.range.start.line))
  assert.ok(lines.has(0) && lines.has(1) && lines.has(2) && lines.has(3), JSON.stringify(diagnostics, null, 1))
  const messages = diagnostics.map((d) => d.message).join('\n')
  assert.match(messages, /regoin/)
  assert.match(messages, /"simplified", "classic"/)
  assert.match(messages, /Missing property "region"/)
  assert.match(messages, /2 to 20 lower-case letters/)
})

clearTimeout(late)
await ask('shutdown', null)
send({ method: 'exit' })
console.log(`${passed} passed, 0 failed`)
process.exit(0)
