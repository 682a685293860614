// QuickStatements V1 on stdin, the edits of wikibase-edit that it means as JSON on stdout.
const convert = require('quickstatements-to-wikibase-edit/lib/convert')

let input = ''
process.stdin.setEncoding('utf8')
process.stdin.on('data', part => { input += part })
process.stdin.on('end', () => process.stdout.write(JSON.stringify(convert(input))))
