// Logs the number of each message before and after handling it. Both lines are in the log's file before the message can be
// settled: one that is lost half-way is not seen.
module.exports = ({ log, config }) => async ({ n, poison }, { attempt }) => {
  log.warn('begun', { n, attempt });
  await new Promise((resolve) => setTimeout(resolve, Math.random() * 2 * config.delay));
  log.warn('seen', { n, attempt });
  if (poison) {
    const error = new Error(`number ${n} is poison`);
    error.name = 'PoisonError';
    error.permanent = poison === 'permanent';
    throw error;
  }
};
