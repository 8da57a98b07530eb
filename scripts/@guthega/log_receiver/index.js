const levels = ['error', 'warn', 'info', 'http', 'verbose', 'debug', 'silly'];

/**
 * Logs every message, as `body`, and its context at `config.level` (default "info"). It is not called `message`, since
 * that is the name of a log line's own text.
 */
module.exports = ({ log, config }) => {
  const { level = 'info' } = config;
  if (!levels.includes(level)) {
    throw new Error(`properties.level is ${JSON.stringify(level)}: use one of ${levels.join(', ')}`);
  }

  return async (message, messageContext) => {
    log.log(level, 'Message received', { messageContext, body: message });
    return {};
  };
};
