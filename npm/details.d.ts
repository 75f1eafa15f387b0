/** The detail of `lstm-step`: a report, the speed, and the losses as far as they are known. */
export interface StepDetail extends StepReport {
  charsPerSecond: number;
  /** The number of workers that shared the step. */
  workers: number;
  /** The learning rate in force, without the schedule. */
  learningRate: number;
  /** The newest loss on the validation text. */
  validationBitsPerChar?: number;
  /** The lowest loss on the validation text. */
  bestValidationBitsPerChar?: number;
  /** Its step, whose weights are kept. */
  bestStep?: number;
  /** The lowest loss of the n-gram models. */
  baselineBitsPerChar?: number;
}

/** The detail of `lstm-sample`. */
export interface SampleDetail {
  /** The step of the model that wrote it. */
  step: number;
  seed: number;
  prompt: string;
  /** The continuation only. */
  text: string;
}

/** The detail of `lstm-state`. */
export interface StateDetail {
  state: State;
}

/** The detail of `lstm-error`. */
export interface ErrorDetail {
  name: string;
  message: string;
}

/** The options of `generate()`. */
export interface GenerateOptions extends SamplingOptions {
  /** The best weights or the current ones; by default those that the page shows. */
  model?: 'best' | 'now';
  /** The promise rejects with its reason. */
  signal?: AbortSignal;
  /** Is called with each part of the text as it is written. */
  onText?: (text: string) => void;
}
