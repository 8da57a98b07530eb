/**
 * Called once in every VM. What it returns is called once for every message.
 *
 * @type {import('./guthega').Factory}
 */
module.exports = ({ log, config }) => async (message, messageContext) => {
  const total = message.items.reduce((sum, item) => sum + item.quantity * item.price, 0);

  log.info('Order received', { id: message.id, total, attempt: messageContext.attempt });

  return { id: message.id, total, currency: config.currency };
};
