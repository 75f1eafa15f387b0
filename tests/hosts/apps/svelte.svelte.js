/* global $state */
import { mount, unmount } from 'svelte';
import Lesson from './Lesson.svelte';

const props = $state({});
const lesson = mount(Lesson, { target: document.getElementById('app'), props });
window.show = (next) => Object.assign(props, next);
window.unmount = () => unmount(lesson);
