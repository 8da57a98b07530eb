// What the port of "assert" has otherwise than Node 20: NaN is equal to NaN, and an error that is not the expected one is
// told of by an AssertionError. host is Go, A the port.
(function (host, A) {
  const { AssertionError, strict } = A;
  const inspect = (v) => host.require('util').inspect(v);
  const bothNaN = (a, b) => Number.isNaN(a) && Number.isNaN(b);

  const { equal, notEqual, throws, rejects } = A;
  A.equal = function equal_(actual, expected, ...message) {
    if (arguments.length < 2 || !bothNaN(actual, expected)) equal(...arguments);
  };
  A.notEqual = function notEqual_(actual, expected, message) {
    notEqual(...arguments);
    if (bothNaN(actual, expected)) {
      if (message instanceof Error) throw message;
      throw new AssertionError({ actual, expected, message, operator: '!=', stackStartFn: A.notEqual });
    }
  };

  // wrong is what is to be said of an error that is not the expected one, '' where the port knows better.
  const wrong = (actual, expected) => {
    if (expected instanceof RegExp) {
      const text = String(actual);
      return expected.test(text) ? '' : `The input did not match the regular expression ${inspect(expected)}. Input:\n\n${inspect(text)}\n`;
    }
    if (typeof expected !== 'function' || expected.prototype !== undefined && actual instanceof expected) return '';
    if (Object.prototype.isPrototypeOf.call(Error, expected)) {
      const kind = actual instanceof Error ? actual.constructor.name || actual.name : inspect(actual);
      const rest = actual instanceof Error ? `\n\nError message:\n\n${actual.message}` : '';
      return `The error is expected to be an instance of "${expected.name}". Received "${kind}"${rest}`;
    }
    const result = Reflect.apply(expected, {}, [actual]);
    if (result === true) return '';
    const name = expected.name ? `"${expected.name}" ` : '';
    const caught = actual instanceof Error ? `\n\nCaught error:\n\n${actual}` : '';
    return `The ${name}validation function is expected to return "true". Received ${inspect(result)}${caught}`;
  };
  const check = (actual, expected, message, operator, stackStartFn) => {
    const text = wrong(actual, expected);
    if (!text) return;
    if (message instanceof Error) throw message;
    const e = new AssertionError({ actual, expected, message: message === undefined ? text : message, operator, stackStartFn });
    e.generatedMessage = message === undefined;
    throw e;
  };

  A.throws = function throws_(fn, expected, message) {
    if (typeof fn !== 'function' || !(typeof expected === 'function' || expected instanceof RegExp)) return throws(...arguments);
    let thrown;
    try {
      fn();
    } catch (e) {
      thrown = { e };
    }
    if (!thrown) return throws(() => {}, ...[expected, message].slice(0, arguments.length - 1));
    return check(thrown.e, expected, message, 'throws', A.throws);
  };
  A.rejects = async function rejects_(promiseFn, expected, message) {
    if (!(typeof expected === 'function' || expected instanceof RegExp)) return rejects(...arguments);
    if (typeof promiseFn !== 'function' && !(promiseFn && typeof promiseFn.then === 'function')) return rejects(...arguments);
    let thrown;
    try {
      await (typeof promiseFn === 'function' ? promiseFn() : promiseFn);
    } catch (e) {
      thrown = { e };
    }
    if (!thrown) return rejects(Promise.resolve(), ...[expected, message].slice(0, arguments.length - 1));
    return check(thrown.e, expected, message, 'rejects', A.rejects);
  };
  for (const name of ['equal', 'notEqual', 'throws', 'rejects']) Object.defineProperty(A[name], 'name', { value: name });
  strict.throws = A.throws;
  strict.rejects = A.rejects;
  return A;
})
