// Adds up the reports the test command left in .test-results/ and prints one closing line.
import { readdirSync, readFileSync } from 'node:fs'

let passed = 0
let failed = 0
let skipped = 0
for (const name of readdirSync('.test-results').filter((file) => file.endsWith('.json'))) {
  const report = JSON.parse(readFileSync(`.test-results/${name}`, 'utf8'))
  passed += report.numPassedTests
  failed += report.numFailedTests + (report.success || report.numFailedTests > 0 ? 0 : 1)
  skipped += report.numPendingTests + report.numTodoTests
}
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`)
if (failed > 0 || passed === 0 || skipped > 0) process.exit(1)
