// Adds up the reports the test command left in .test-results/, and the checks beside it, one each; the last line printed is
// `N passed, N failed`.
import { existsSync, readFileSync } from 'node:fs'

const [testStatus = 0, ...checks] = process.argv.slice(2).map(Number)
let passed = 0
let failed = 0
let skipped = 0

/** A browser suite that failed runs once more; then its second report counts, and the first is still told. */
function withSecondRun(report, name) {
  const path = `.test-results/${name}-again.json`
  if (!existsSync(path)) return []
  const second = JSON.parse(readFileSync(path, 'utf8'))
  const again = second.testResults
  const replaced = report.testResults.filter((file) => again.some((later) => later.name === file.name))
  const tests = replaced.flatMap((file) => file.assertionResults)
  const count = (...statuses) => tests.filter(({ status }) => statuses.includes(status)).length
  report.numPassedTests += second.numPassedTests - count('passed')
  report.numFailedTests += second.numFailedTests - count('failed')
  report.numPendingTests += second.numPendingTests - count('skipped', 'pending')
  report.success = second.success
  return again
}

function tell(file, word) {
  console.log(`${word}: ${file.name}`)
  if (file.message) console.log(`  ${file.message.split('\n', 3).join(' ')}`)
  for (const test of file.assertionResults) {
    if (test.status !== 'failed') continue
    console.log(`  ${test.fullName}`)
    for (const why of test.failureMessages) console.log(`    ${why.split('\n', 4).join(' ')}`)
  }
}

for (const name of ['unit', 'server', 'browser']) {
  const path = `.test-results/${name}.json`
  if (!existsSync(path)) {
    console.log(`${name}: no report, the suite did not run`)
    failed += 1
    continue
  }
  const report = JSON.parse(readFileSync(path, 'utf8'))
  const again = withSecondRun(report, name)
  const failures = report.testResults.filter(({ status }) => status !== 'passed')
  for (const file of failures) {
    const later = again.find((each) => each.name === file.name)
    tell(file, later === undefined ? 'failed' : 'failed the first time')
    if (later?.status === 'passed') console.log(`passed the second time: ${file.name}`)
    else if (later !== undefined) tell(later, 'failed the second time')
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
