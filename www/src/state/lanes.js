/**
 * Does jobs in turns, some at a time: each gives way to the others after its turn, until it is through.
 *
 * @template Job
 * @param {number} count at a time
 * @param {Job[]} jobs
 * @param {(job: Job) => Promise<boolean>} takeTurn whether the job is through
 * @param {() => boolean} isWanted asked after every turn
 */
export async function inLanes(count, jobs, takeTurn, isWanted) {
  const waiting = [...jobs];
  const lane = async () => {
    while (waiting.length > 0 && isWanted()) {
      const job = /** @type {Job} */ (waiting.shift());
      const isThrough = await takeTurn(job);
      if (!isThrough) waiting.push(job);
    }
  };
  await Promise.all(Array.from({ length: count }, lane));
}
