// The smallest receiver there is: a factory that returns the handler.
module.exports = ({ log, config }) => {
  log.debug('Config', { config });

  return async (message, messageContext) => {
    log.debug('Message received', { messageContext, body: message });
    return {};
  };
};
