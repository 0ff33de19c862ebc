/**
 * What benchmarks and other suites need of searching: catalogues with the truth about them, and the graded
 * set.
 */
export { catalogueOf } from './catalogue.ts'
export { GRADED, precisionOf } from './grading.ts'
