// In place of readable-stream's lib/ours/errors.js and assert's build/internal/errors.js: the errors are those of all host modules, and no class is made for
// each code before anybody throws one.
'use strict';
const host = require('guthega:errors');

const list = (items) => {
  const last = items[items.length - 1];
  return items.length < 3 ? items.join(' or ') : `${items.slice(0, -1).join(', ')}, or ${last}`;
};

// must says what an argument has to be, of type names, class names and other words.
const must = (expected) => {
  const types = [], classes = [], other = [];
  for (const word of Array.isArray(expected) ? expected : [expected]) {
    if (word === 'Uint8Array') classes.push('TypedArray', 'DataView'); // as Node 20 has it since
    else if (/^(string|function|number|object|boolean|bigint|symbol|Function|Object)$/.test(word)) types.push(word.toLowerCase());
    else (/^[A-Z][A-Za-z0-9]*$/.test(word) ? classes : other).push(word);
  }
  if (classes.length > 0 && types.includes('object')) {
    types.splice(types.indexOf('object'), 1);
    classes.push('Object');
  }
  const parts = [];
  if (types.length > 0) parts.push(`${types.length > 1 ? 'one ' : ''}of type ${list(types)}`);
  if (classes.length > 0) parts.push(`an instance of ${list(classes)}`);
  if (other.length > 1) parts.push(`one of ${list(other)}`);
  else if (other.length > 0) parts.push(`${other[0].toLowerCase() === other[0] ? '' : 'an '}${other[0]}`);
  return parts.join(' or ');
};

const returned = (input, name, value) => {
  const type = value && value.constructor && value.constructor.name ? `an instance of ${value.constructor.name}` : `type ${typeof value}`;
  return `Expected ${input} to be returned from the "${name}" function but got ${type}.`;
};

// Each code is called with or without new, and returns an error either way.
const codes = {
  ERR_INVALID_ARG_TYPE: function (name, expected, got) { return host.invalidArgType(name, must(expected), got); },
  ERR_INVALID_ARG_VALUE: function (name, got, reason = 'is invalid') { return host.invalidArgValue(name, reason, got); },
  ERR_OUT_OF_RANGE: function (name, range, got) { return host.outOfRange(name, range, got); },
  ERR_MISSING_ARGS: function (...names) { return host.missingArgs(...names); },
};
const code = (name, type, message) => { codes[name] = function (...args) { return host.nodeError(type, name, message(...args)); }; };
code('ERR_AMBIGUOUS_ARGUMENT', 'TypeError', (name, why) => `The "${name}" argument is ambiguous. ${why}`);
code('ERR_ILLEGAL_CONSTRUCTOR', 'TypeError', () => 'Illegal constructor');
code('ERR_INVALID_RETURN_VALUE', 'TypeError', returned);
code('ERR_METHOD_NOT_IMPLEMENTED', 'Error', (name) => `The ${name} method is not implemented`);
code('ERR_MULTIPLE_CALLBACK', 'Error', () => 'Callback called multiple times');
code('ERR_SOCKET_BAD_PORT', 'RangeError', (name, port) => `${name} should be >= 0 and < 65536. Received ${port}.`);
code('ERR_STREAM_ALREADY_FINISHED', 'Error', (name) => `Cannot call ${name} after a stream was finished`);
code('ERR_STREAM_CANNOT_PIPE', 'Error', () => 'Cannot pipe, not readable');
code('ERR_STREAM_DESTROYED', 'Error', (name) => `Cannot call ${name} after a stream was destroyed`);
code('ERR_STREAM_NULL_VALUES', 'TypeError', () => 'May not write null values to stream');
code('ERR_STREAM_PREMATURE_CLOSE', 'Error', () => 'Premature close');
code('ERR_STREAM_PUSH_AFTER_EOF', 'Error', () => 'stream.push() after EOF');
code('ERR_STREAM_UNSHIFT_AFTER_END_EVENT', 'Error', () => 'stream.unshift() after end event');
code('ERR_STREAM_WRITE_AFTER_END', 'Error', () => 'write after end');
code('ERR_UNKNOWN_ENCODING', 'TypeError', (name) => `Unknown encoding: ${name}`);
code('ERR_UNKNOWN_SIGNAL', 'TypeError', (name) => `Unknown signal: ${name}`);

class AbortError extends Error {
  constructor(message = 'The operation was aborted', options = undefined) {
    if (options !== undefined && typeof options !== 'object') throw codes.ERR_INVALID_ARG_TYPE('options', 'Object', options);
    super(message, options);
    this.code = 'ABORT_ERR';
    this.name = 'AbortError';
  }
}

// aggregateTwoErrors keeps both the error that came while another was being dealt with, and that one.
function aggregateTwoErrors(inner, outer) {
  if (!inner || !outer || inner === outer) return inner || outer;
  if (Array.isArray(outer.errors)) {
    outer.errors.push(inner);
    return outer;
  }
  const both = new AggregateError([outer, inner], outer.message);
  both.code = outer.code;
  return both;
}

module.exports = { AbortError, aggregateTwoErrors, hideStackFrames: (fn) => fn, codes };
