package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSwappedLink has a receiver, which may write, put a link to a file outside in the place of one while it requires that.
func TestSwappedLink(t *testing.T) {
	own, shared, outside := t.TempDir(), t.TempDir(), secretFolder(t)
	write(t, filepath.Join(own, "receiver.js"), `
const fs = require('fs'), path = require('path');
module.exports = () => async ({ shared, outside }) => {
	const good = path.join(shared, 'good.json'), it = path.join(shared, 'it.json');
	fs.writeFileSync(good, '{"fine": true}');
	let seen = 0, denied = 0;
	for (let i = 0; i < 2000; i++) {
		const it = path.join(shared, 'it' + i + '.json'), link = path.join(shared, 'link' + i);
		fs.copyFileSync(good, it);
		fs.symlinkSync(path.join(outside, 'secret.json'), link);
		const swapped = fs.promises.rename(link, it); // on another thread
		for (let spin = i % 40 * 10; spin > 0; spin--);
		try {
			if (JSON.stringify(require(it)).includes('SECRET')) throw Object.assign(new Error('the secret was read'), { permanent: true });
			seen++;
		} catch (e) {
			if (e.permanent) throw e;
			denied++;
		}
		await swapped;
	}
	return { seen, denied };
};`)
	write(t, filepath.Join(own, "receiver.json"), `{"module": "./receiver.js", "vms": 1, "timeout": "1m", "turnTimeout": "1m", "permissions": {"read": ["`+shared+`"], "write": ["`+shared+`"]}}`)
	var stdout, stderr bytes.Buffer
	code := execute(t.Context(), []string{"invoke", "--receiver", filepath.Join(own, "receiver.json"), "--message", `{"shared": "` + shared + `", "outside": "` + outside + `"}`, "--log-level", "error"},
		stdio{strings.NewReader(""), &stdout, &stderr, os.LookupEnv})
	if code != exitOK {
		t.Fatalf("exit code %d: %s", code, &stderr)
	}
	t.Logf("%s", &stdout)
}
