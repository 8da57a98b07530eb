package loader

import (
	"strings"
	"testing"

	"github.com/dop251/goja"
)

// TestAddons requires add-ons, of which one is known to have an alternative, and one is not there.
func TestAddons(t *testing.T) {
	dir := treeOf(t, `
-- main.js --
const fails = (f) => { try { f() } catch (e) { return e.code + ' ' + e.message } };
module.exports = [fails(() => require('bcrypt')), fails(() => require('secp256k1')), fails(() => require('@x/other'))].join('|');
-- node_modules/bcrypt/index.js --
module.exports = require('./build/bcrypt.node')
-- node_modules/bcrypt/build/bcrypt.node --
-- node_modules/secp256k1/index.js --
module.exports = require('./build/Release/gone.node')
-- node_modules/@x/other/index.js --
module.exports = require('./x.node')
-- node_modules/@x/other/x.node --
`)
	b, err := Load(t.Context(), dir+"/main.js", "", Options{})
	if err != nil {
		t.Fatal(err)
	}
	v, err := b.Instantiate(goja.New(), nil).Main()
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Split(v.String(), "|")
	for i, want := range []string{
		"ERR_DLOPEN_FAILED " + dir + "/node_modules/bcrypt/build/bcrypt.node is a native add-on, which guthega cannot load: use bcryptjs, which is plain JavaScript",
		"MODULE_NOT_FOUND Cannot find module './build/Release/gone.node': a native add-on, which guthega neither builds nor loads: use @noble/curves, which is plain JavaScript\n",
		"ERR_DLOPEN_FAILED " + dir + "/node_modules/@x/other/x.node is a native add-on, which guthega cannot load: use a package, or a version of it, in plain JavaScript",
	} {
		if !strings.HasPrefix(got[i], want) {
			t.Errorf("%q, want %q", got[i], want)
		}
	}
	for name, want := range map[string]string{"@img/sharp-linux-x64": "jimp", "@node-rs/bcrypt": "bcryptjs", "lodash": "", "@img/other": ""} {
		if got := Alternative(name); got != want {
			t.Errorf("in place of %s: %q, want %q", name, got, want)
		}
	}
}
