export { type Classified, loadClassifier } from './classify.ts'
export { catalogueRows } from './category-rows.ts'
export { selectReviewedTexts } from './review-store.ts'
export { CATEGORY_SETTINGS, DEPARTMENT_SETTINGS, KEPT_WEIGHTS } from './settings.ts'
export { classifyTicket, CLASSIFIER_VERSION } from './shipped.ts'
export {
  fit,
  rankLabels,
  trainClassifier,
  type ClassifierSettings,
  type LabelledText,
  type Progress,
  type TrainedClassifier,
} from './train-classifier.ts'
export { ClassifierWeights, packClassifier } from './weights.ts'
