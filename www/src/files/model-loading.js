/**
 * The part of a model card on loading the model, with programs that run as they stand.
 *
 * @param {Pick<import('./model-card.js').CardFacts, 'model'>} facts
 */
export function howToLoad({ model: { vocabulary, separator } }) {
  const [first] = vocabulary;
  const opening = [...separator].at(-1) ?? (vocabulary.includes('\n') ? '\n' : first);
  return `## Loading it

In **PyTorch**, with \`char_model.py\` from this folder (\`pip install torch safetensors\`):

\`\`\`python
from char_model import CharModel

model, _ = CharModel.load("model.safetensors")
print(model.generate("", length=200))
\`\`\`

With \`pip install huggingface_hub\`, \`CharModel.from_pretrained("user/name")\` loads it from the Hub.

In **ONNX Runtime** (\`pip install onnxruntime\`), and likewise in any other runtime. \`ids\` is \`(time, batch)\`,
the states are zero before a text:

\`\`\`python
import json
import numpy as np
import onnxruntime

session = onnxruntime.InferenceSession("model.onnx")
metadata = session.get_modelmeta().custom_metadata_map
vocabulary = json.loads(metadata["config"])["vocabulary"]
state = {
    entry.name: np.zeros((entry.shape[0], 1, entry.shape[2]), np.float32)
    for entry in session.get_inputs()[1:]
}
random = np.random.default_rng(1)
written = unread = ${JSON.stringify(opening)}
for _ in range(200):
    ids = np.array([[vocabulary.index(letter)] for letter in unread], np.int64)
    logits, *after = session.run(None, {"ids": ids, **state})
    state = dict(zip(state, after))
    powers = np.exp((logits[-1, 0] - logits[-1, 0].max()) / 0.8)
    unread = vocabulary[random.choice(len(vocabulary), p=powers / powers.sum())]
    written += unread
print(written)
\`\`\`

In the **browser**, with its gates on view: open \`model.safetensors\` in the page, or put it into a post:

\`\`\`html
<script type="module" src="https://your.host/lstm-playground/lstm-playground.js"></script>
<lstm-playground src="model.safetensors"></lstm-playground>
\`\`\`

## Training on

\`\`\`sh
python train.py text.txt --model model.safetensors
torchrun --standalone --nproc-per-node=4 train.py text.txt --model model.safetensors
\`\`\`

The second command uses four GPUs. What it writes opens in the page.`;
}
