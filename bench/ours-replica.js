/** A replica: another worker of this project, with the same model. */

import init, { Playground } from '../www/pkg/lstm_playground.js';
import { Replica } from '../www/src/worker/replica.js';
import { Replicas } from '../www/src/worker/replicas.js';

addEventListener('message', async ({ data: { wasm, text, config, port } }) => {
  await init({ module_or_path: wasm });
  const playground = new Playground(text, config);
  new Replica(playground, new Replicas(playground)).follow(port);
  postMessage('ready');
});
