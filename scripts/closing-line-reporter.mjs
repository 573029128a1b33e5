/**
 * A vitest reporter that ends a run with one plain line, "N passed, N failed, N skipped", for whoever reads the
 * output by machine.
 */
export default class ClosingLineReporter {
  onInit(vitest) {
    this.vitest = vitest
  }

  onTestRunEnd(modules) {
    const count = { passed: 0, failed: 0, skipped: 0 }
    for (const module of modules) {
      for (const test of module.children.allTests()) count[test.result().state] += 1
      if (module.errors().length > 0) count.failed += 1
    }
    const isWhole = this.vitest.config.project.length === 0
    if (isWhole && !this.vitest.projects.some(({ name }) => name === 'firefox'))
      console.log('\nThe Firefox tests were left out: Firefox is not installed.')
    console.log(`\n${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`)
  }
}
