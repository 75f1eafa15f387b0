// The types of the package are those of the sources, in both directions.

import type * as packed from '../../package/lstm-playground.js';
import type { LstmPlayground } from '../../www/src/element/lstm-playground.js';
import type { GenerationOptions } from '../../www/src/runs/generation.js';
import type { Status } from '../../www/src/runs/run-holder.js';
import type { Config, Progress, Sample } from '../../www/src/shared/protocol.js';

type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? 'same' : 'wider') : 'other';

/** The names of the tag's own members, without those that the browser calls. */
type Own<Tag> = Exclude<
  keyof Tag,
  keyof HTMLElement | 'connectedCallback' | 'disconnectedCallback' | 'attributeChangedCallback'
>;

type Methods<Tag> = {
  [Name in Own<Tag>]: Tag[Name] extends (...given: infer Given) => infer Result
    ? { given: Given; result: Result }
    : never;
};

declare function agree<Outcome extends 'same'>(): Outcome;

agree<Same<Own<packed.LstmPlayground>, Own<LstmPlayground>>>();
agree<Same<Methods<packed.LstmPlayground>, Methods<LstmPlayground>>>();
agree<Same<packed.LstmPlayground['text'], LstmPlayground['text']>>();
agree<Same<packed.Config, Config>>();
agree<Same<packed.GenerateOptions, GenerationOptions>>();
agree<Same<packed.StepDetail, Progress>>();
agree<Same<packed.SampleDetail, Pick<Sample, 'step' | 'seed' | 'prompt' | 'text'>>>();
agree<Same<packed.State, Status>>();
