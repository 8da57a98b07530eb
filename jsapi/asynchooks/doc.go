// Package asynchooks is Node's "async_hooks": AsyncLocalStorage and AsyncResource, whose context the event loop carries
// to all that is scheduled in it: promise jobs and awaits, timers, immediates, ticks, microtasks, and the turns of host
// work such as sockets, which get the context that was current when the work began.
//
// A context is an immutable Map from storages to stores; undefined is the empty one, and costs nothing. A message's turn
// begins with the empty one, whatever was entered at load time or by other messages.
//
// Not covered: goja calls the then of a foreign thenable (await of a query builder) without its context; what is awaited
// goes on with it. createHook's callbacks are called for AsyncResources only: init, before, after and destroy; no promise,
// timer or socket of the host's has an asynchronous id. executionAsyncResource outside an AsyncResource is a new object at
// every call, so that nobody can leave there what another message would find.
package asynchooks
