new Promise((done) => { const { port1, port2 } = new MessageChannel(); const got = []; port2.onmessage = ({ data }) => { got.push(data); if (got.length === 3) { port1.close(); done(got) } }; port1.postMessage(1); port1.postMessage({ a: [1] }); port1.postMessage('x') })
new Promise((done) => { const { port1, port2 } = new MessageChannel(); port1.postMessage('early'); port2.on('message', (m) => { port1.close(); done(m) }) })
new Promise((done) => { const { port1, port2 } = new MessageChannel(); port2.once('close', () => done('closed')); port1.close() })
new Promise((done) => { const a = new BroadcastChannel('c'), b = new BroadcastChannel('c'); b.onmessage = (e) => { a.close(); b.close(); done(e.data) }; a.postMessage({ hello: 1 }) })
new MessagePort()
[new MessageEvent('m', { data: 5 }).data, new MessageEvent('m').data, new MessageEvent('m').type, new MessageChannel().port1 instanceof EventTarget]
new MessageChannel().port1.postMessage()
