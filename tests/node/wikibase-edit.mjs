// Edits a line on stdin; on stdout a JSON object a line: the claims as wikibase-edit would send them to a Wikibase.
// The datatypes of the properties come as JSON in PROPERTIES, what the items have already in EXISTING, by id, so that
// nothing is asked of a network.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createInterface } from 'node:readline'

const at = path => pathToFileURL(join(process.env.NODE_PATH, 'wikibase-edit', 'dist', 'src', 'lib', path)).href
const { formatClaims, formatTermsObject } = await import(at('entity/format.js'))
const properties = JSON.parse(process.env.PROPERTIES)
const existing = JSON.parse(process.env.EXISTING)

for await (const line of createInterface({ input: process.stdin })) {
  const { id, labels = {}, claims, reconciliation } = JSON.parse(line)
  process.stdout.write(JSON.stringify({
    id,
    labels: formatTermsObject('label', labels),
    claims: formatClaims(claims, properties, 'https://www.wikidata.org', reconciliation, existing[id]),
  }) + '\n')
}
