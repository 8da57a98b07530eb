// Package ecma gives the language what goja lacks of it, at the start of a VM and before any code of a receiver runs:
//
//   - Symbol.asyncIterator, dispose and asyncDispose; Array.fromAsync, Object.groupBy, Map.groupBy, Promise.withResolvers
//     and try; String.prototype.isWellFormed and toWellFormed; RegExp.escape; Iterator and its helpers.
//   - What old packages use: __defineGetter__ and its three siblings, Date.prototype.getYear, setYear and toGMTString.
//   - V8's Error.captureStackTrace, stackTraceLimit and prepareStackTrace, with call sites as far as goja knows its frames.
//   - WeakRef and FinalizationRegistry. They hold what they are given for as long as they live themselves: a target never goes
//     away and no callback is ever called, which the language allows and no program can tell from a collector that is lazy.
//   - The toLocale… methods, by way of Intl (package intl), which is loaded when one is first called.
//   - Repairs: TypedArray.from takes strings, instanceof a Proxy of a function, astral \u{…} escapes in texts for Function.
//
// Not covered. A direct eval of a text with such an escape stops the VM: goja knows eval by its identity and cannot have it
// wrapped. Symbols are no keys of a WeakMap. RegExp.$1 and its like do not exist. SharedArrayBuffer, Atomics and WebAssembly
// are left undefined, since packages ask with typeof and have another way then; so is navigator, which Node 20 does not have. A
// function's place in the stack is found by its name, so captureStackTrace of a nameless function hides no frame.
package ecma
