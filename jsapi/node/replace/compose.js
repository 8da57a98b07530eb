// In place of readable-stream's lib/internal/streams/compose.js, which is loaded when it is first called.
'use strict';
module.exports = function compose(...streams) { return require('guthega:original')(...streams); };
