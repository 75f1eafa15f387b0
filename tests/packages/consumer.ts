import 'lstm-playground';
import type { Config, LstmPlayground } from 'lstm-playground';

const config: Partial<Config> = { cell: 'gru', hiddenSize: 24, validationSplit: 'tail' };
const made: LstmPlayground = document.createElement('lstm-playground');
made.text = 'tick tock '.repeat(60);
made.config = config;
made.addEventListener('lstm-step', ({ detail }) => detail.bitsPerChar.toFixed(2));
document.addEventListener('lstm-state', ({ detail }) => detail.state === 'paused' && made.save());
const found = document.querySelector('lstm-playground');
export const text: string | undefined = await found?.generate({ prompt: 'ti', topK: 5 });

// @ts-expect-error: a cell that does not exist
made.config = { cell: 'lsmt' };
// @ts-expect-error: a method that does not exist
made.start();
