import { KeepAlive, createApp, h, shallowRef } from 'vue';
import Lesson from './Lesson.vue';

const given = shallowRef({ isShown: true });
const app = createApp(() => {
  const { isShown, ...others } = given.value;
  return h(KeepAlive, () => (isShown ? h(Lesson, others) : undefined));
});
app.mount('#app');
window.show = (next) => (given.value = next);
window.unmount = () => app.unmount();
