package net_test

import (
	"testing"
)

func TestEcho(t *testing.T) {
	r := newRig(t, everything)
	got := r.run(`
		const net = require('net');
		const server = net.createServer((s) => s.pipe(s));
		await new Promise((resolve) => server.listen(0, resolve));
		const log = [];
		const c = net.connect(server.address().port, '127.0.0.1');
		for (const e of ['lookup', 'connect', 'ready', 'end', 'close', 'finish', 'drain']) c.on(e, (...a) => log.push(e + (e === 'close' ? a[0] : '')));
		const chunks = [];
		c.on('data', (d) => { chunks.push(d.toString()); if (chunks.join('') === 'hello world') c.end(); });
		c.write('hello ');
		c.write(Buffer.from('world'));
		await new Promise((resolve) => c.on('close', resolve));
		await new Promise((resolve) => server.close(resolve));
		return log.join() + ' ' + chunks.join('') + ' ' + c.bytesRead + ' ' + c.bytesWritten;`)
	if want := "connect,ready,finish,end,closefalse hello world 11 11"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
