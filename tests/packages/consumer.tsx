import 'lstm-playground/all';
import type { LstmPlayground, StepDetail } from 'lstm-playground/all';
import { useRef } from 'react';

export function Lesson({ onStep }: { onStep: (detail: StepDetail) => void }) {
  const tag = useRef<LstmPlayground>(null);
  return (
    <section onClick={() => tag.current?.train()}>
      <lstm-playground ref={tag} preset="dates" hidden-size={64} seqLen={32} className="lesson" />
      <lstm-playground text="aba" config={{ seed: 2 }} onlstm-step={(e) => onStep(e.detail)} />
      {/* @ts-expect-error: an example that does not exist */}
      <lstm-playground preset="date">Content for readers without JavaScript.</lstm-playground>
    </section>
  );
}
