// Adds up the reports the test command left in .test-results/, and the checks beside it, one each; the last line printed is
// `N passed, N failed`.
import { existsSync, readFileSync } from 'node:fs'

const [testStatus = 0, ...checks] = process.argv.slice(2).map(Number)
let passed = 0
let failed = 0
let skipped = 0
for (const name of ['unit', 'server', 'browser']) {
  const path = `.test-results/${name}.json`
  if (!existsSync(path)) {
    console.log(`${name}: no report, the suite did not run`)
    failed += 1
    continue
  }
  const report = JSON.parse(readFileSync(path, 'utf8'))
  for (const file of report.testResults) {
    for (const test of file.assertionResults) {
      // Only the browser suites are tried twice; a test that needed it is named, not hidden.
      if (test.status !== 'passed' || test.failureMessages.length === 0) continue
      console.log(`passed the second time: ${test.fullName}`)
      console.log(`  ${test.failureMessages[0].split('\n', 4).join(' ')}`)
    }
    if (file.status === 'passed') continue
    console.log(`failed: ${file.name}`)
    if (file.message) console.log(`  ${file.message.split('\n', 3).join(' ')}`)
    for (const test of file.assertionResults) {
      if (test.status !== 'failed') continue
      console.log(`  ${test.fullName}`)
      for (const why of test.failureMessages) console.log(`    ${why.split('\n', 4).join(' ')}`)
    }
  }
  passed += report.numPassedTests
  // A file that could not be loaded has no failed test, yet it failed.
  failed += report.numFailedTests || (report.success ? 0 : 1)
  skipped += report.numPendingTests + report.numTodoTests
}
for (const status of checks) {
  if (status === 0) passed += 1
  else failed += 1
}
// A crash after the last test leaves green reports behind.
if (testStatus !== 0 && failed === 0) failed = 1
if (skipped > 0) console.log(`${skipped} skipped: nothing may be left out here`)
if (skipped > 0) failed += 1
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed > 0 || passed === 0 ? 1 : 0
