import assert from 'node:assert/strict';
import { beforeEach, test } from 'node:test';
import { Inspector } from '../../www/src/inspection/inspector.js';

/** @type {any[]} the requests that the worker received */
let requests = [];
/** @type {Inspector} */
let inspector;

beforeEach(() => {
  requests = [];
  const engine = { select: async (/** @type {any} */ request) => requests.push(request) };
  const model = { ready: async () => engine };
  inspector = new Inspector(
    /** @type {any} */ ({
      model: () => model,
      choice: () => ({ value: 'now' }),
      sampling: () => ({}),
      mind: (/** @type {Promise<unknown>} */ request) => request,
      onChange: () => {},
    }),
  );
  const config = /** @type {any} */ ({ cell: 'lstm', numLayers: 1, hiddenSize: 8 });
  inspector.begin({ chars: 5000, vocabSize: 20 }, config);
});

/** Resolves when the requests have been sent. */
const sent = () => new Promise((resolve) => setImmediate(resolve));

test('the visible views together decide how much of the text is inspected', async () => {
  const [first, second] = [{}, {}];
  inspector.selection.choose({ index: 3 });
  await sent();
  for (const [view, part] of /** @type {const} */ ([
    [first, 'detail'],
    [second, 'page'],
    [second, 'page'],
    [first, undefined],
    [second, 'detail'],
    [second, undefined],
    [first, undefined],
  ])) {
    inspector.show(view, part);
    await sent();
  }
  const counts = requests.map((request) => request?.count);
  assert.deepEqual(counts, [undefined, undefined, 100, 1200, 1200, 100, undefined]);
});
