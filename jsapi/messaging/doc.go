// Package messaging is MessageChannel, MessagePort, MessageEvent and BroadcastChannel within one VM. What is posted is copied by
// structuredClone and arrives in a later turn of the loop, in order.
//
// Not covered: transferring ports to another port (there is no other thread to give them to; a transfer list is for ArrayBuffers). An open port
// does not keep the loop alive, as in Node one with a listener does; a message on its way does. Channels of other VMs hear nothing.
package messaging
