// npm run test:long: the checks that take too long for npm test.

import { setup } from './setup.mjs';
import { finish, step } from './steps.mjs';

process.chdir(`${import.meta.dirname}/..`);
await setup({ forTests: true });

await step('mutations', [process.execPath, 'scripts/mutations.mjs']);
finish();
