import { testLessons } from './support/lesson-tests.js';

testLessons(9, 15);
