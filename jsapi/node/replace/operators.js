// In place of readable-stream's lib/internal/streams/operators.js, which is loaded when the first of them is called: few
// streams are mapped or filtered, and all VMs would pay for it.
'use strict';
const lazy = (group, names) => Object.fromEntries(names.map(([name, length]) => {
  const op = { [name](...args) { return require('guthega:original')[group][name].apply(this, args); } }[name];
  return [name, Object.defineProperty(op, 'length', { value: length })];
}));

module.exports.streamReturningOperators = lazy('streamReturningOperators',
  [['asIndexedPairs', 0], ['drop', 1], ['filter', 2], ['flatMap', 2], ['map', 2], ['take', 1], ['compose', 2]]);
module.exports.promiseReturningOperators = lazy('promiseReturningOperators',
  [['every', 1], ['forEach', 2], ['reduce', 3], ['toArray', 1], ['some', 1], ['find', 2]]);
