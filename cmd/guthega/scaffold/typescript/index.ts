import type { Factory } from './guthega';

interface Config {
  currency: string;
}

interface Order {
  id: string;
  items: { sku: string; quantity: number; price: number }[];
}

interface Receipt {
  id: string;
  total: number;
  currency: string;
}

/** Called once in every VM. What it returns is called once for every message. */
const factory: Factory<Config, Order, Receipt> = ({ log, config }) => async (order, messageContext) => {
  const total = order.items.reduce((sum, item) => sum + item.quantity * item.price, 0);

  log.info('Order received', { id: order.id, total, attempt: messageContext.attempt });

  return { id: order.id, total, currency: config.currency };
};

export default factory;
