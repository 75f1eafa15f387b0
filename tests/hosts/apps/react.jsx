import { Activity, StrictMode, useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';

/** The events of the tag, as the framework has heard them. */
const heard = (window.heard = []);

function Lesson({ trains, config, ...given }) {
  const tag = useRef(null);
  useEffect(() => {
    if (!trains) return undefined;
    const { current } = tag;
    void current.train();
    return () => void current.pause();
  }, [trains]);
  return (
    <lstm-playground
      ref={tag}
      preset="names"
      panels="text settings curve sample"
      config={config && { ...config }}
      {...given}
      onlstm-step={({ detail }) => heard.push(['step', detail.step])}
      onlstm-state={({ detail }) => heard.push(['state', detail.state])}
    />
  );
}

function App() {
  const [{ isShown, ...given }, show] = useState({ isShown: true });
  window.show = show;
  return (
    <Activity mode={isShown ? 'visible' : 'hidden'}>
      <Lesson {...given} />
    </Activity>
  );
}

const root = createRoot(document.getElementById('app'));
root.render(
  <StrictMode>
    <App />
  </StrictMode>,
);
window.unmount = () => root.unmount();
