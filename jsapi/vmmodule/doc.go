// Package vmmodule is Node's "vm". There is one realm: a context is an object whose properties the code sees as its global
// variables, and to which it adds those that it makes. It keeps code and its names apart for templates and configuration;
// as in Node, it is no protection from code that means harm.
//
// The limits beside Node: built-in classes are the same in all contexts; what is neither in the context nor part of the
// language reads as undefined instead of throwing a ReferenceError; let, const and class at the top level of one script are
// not seen by the next; new Function, indirect eval and the this of a
// function that is called without one are outside the context; the timeout option is not heeded, since
// the engine's turnTimeout ends any run. Code is run as it is, without the transformation that files of packages get, so
// that it may use what the engine has (ES2020) only. There are no vm.Module, cached data or measureMemory.
package vmmodule
