/** A replica: another worker of this project, with the same model. */

import init, { Playground } from '../www/pkg/lstm_playground.js';
import { follow } from '../www/src/worker/replica.js';

addEventListener('message', async ({ data: { wasm, text, config, port } }) => {
  await init({ module_or_path: wasm });
  follow(new Playground(text, config), port);
  postMessage('ready');
});
