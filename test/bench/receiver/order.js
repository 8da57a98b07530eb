// The receiver that is measured: guthega and the Node peer load this very file.
class InvalidOrder extends Error {
  constructor(message) {
    super(message);
    this.name = 'InvalidOrder';
    this.permanent = true;
  }
}

module.exports = () => async (order) => {
  if (typeof order.id !== 'string' || order.id === '') throw new InvalidOrder('the order has no id');
  if (!Array.isArray(order.items) || order.items.length === 0) throw new InvalidOrder(`${order.id} has no items`);
  let total = 0;
  for (const item of order.items) {
    if (!(item.quantity > 0 && item.price >= 0)) throw new InvalidOrder(`${order.id}: ${item.sku} has no quantity or price`);
    total += item.quantity * item.price;
  }
  return { id: order.id, total: Math.round(total * 100) / 100 };
};
