/** The code that saves and opens runs, which is loaded when it is first used. */
export const savedRuns = () => import('../runs/saved-runs.js');
