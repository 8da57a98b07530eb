package decode_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/dop251/goja"
	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/engine/vm/decode"
)

// A goldenCase is what Node made of one body; testdata/golden.js writes them.
type goldenCase struct {
	Group  string
	Body   *string
	Base64 []byte // the body, when it is not valid UTF-8
	Dump   string
	Error  string
}

func (c goldenCase) body() []byte {
	if c.Body != nil {
		return []byte(*c.Body)
	}
	return c.Base64
}

func TestSameAsNode(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("testdata", "golden.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []goldenCase
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) < 1500 {
		t.Fatalf("golden.json has %d cases: it has been cut", len(cases))
	}
	rt := goja.New()
	dump, d := dumper(t, rt), decode.New(rt)
	for _, c := range cases {
		v, err := d.Decode(c.body())
		switch {
		case err == nil && c.Error != "":
			t.Errorf("%s: %q decoded as %s; Node says %s", c.Group, c.body(), dump(v), c.Error)
		case err != nil && c.Error == "":
			t.Errorf("%s: %q refused: %v; Node says %s", c.Group, c.body(), err, c.Dump)
		case err != nil:
			checkMessage(t, c, err)
		default:
			if diff := cmp.Diff(c.Dump, dump(v)); diff != "" {
				t.Errorf("%s: %q (-node +decoded):\n%s", c.Group, c.body(), diff)
			}
		}
	}
}

var (
	place    = regexp.MustCompile(` at position (\d+) \(line \d+ column \d+\)$`)
	position = regexp.MustCompile(` at position (\d+)$`)
	token    = regexp.MustCompile(`^Unexpected token '([!-~])'`)
)

// checkMessage compares an error with Node's. Node names what it expected for an object's first member only and says "Unexpected …"
// after that, where we name it always; and it quotes the body, or gives no place at all, where we give the place and quote at
// most the character. So "Unexpected …" is compared by its place or its character, the rest word for word.
func checkMessage(t *testing.T, c goldenCase, err error) {
	t.Helper()
	var syntax *decode.SyntaxError
	if !errors.As(err, &syntax) {
		t.Errorf("%s: %q: error is %T, want *SyntaxError", c.Group, c.body(), err)
		return
	}
	ours := place.FindStringSubmatch(err.Error())
	if ours == nil {
		t.Errorf("%s: %q: %q does not end with the place", c.Group, c.body(), err)
		return
	}
	words := strings.TrimSuffix(err.Error(), ours[0])
	bad := c.body()[syntax.Offset:]
	same := false
	switch node, char := position.FindStringSubmatch(c.Error), token.FindStringSubmatch(c.Error); {
	case c.Error == "Unexpected end of JSON input":
		same = len(bad) == 0
	case char != nil:
		same = len(bad) > 0 && bad[0] == char[1][0] && strings.HasPrefix(words, "Expected ':'") || words == "Unexpected token '"+char[1]+"' in JSON"
	case node == nil: // an invisible character, or a whole body of one wrong word
		same = len(bad) > 0
	default:
		same = ours[1] == node[1] && (words+node[0] == c.Error || strings.HasPrefix(c.Error, "Unexpected "))
	}
	if !same {
		t.Errorf("%s: %q: message %q (byte %d), want as Node's %q", c.Group, c.body(), err, syntax.Offset, c.Error)
	}
}

// TestGoldenIsNodes writes the golden file anew with the Node that is installed, so that nobody edits it by hand.
func TestGoldenIsNodes(t *testing.T) {
	node, err := exec.LookPath("node")
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal("node is not on the PATH; CI has to check testdata/golden.json with it")
		}
		t.Skip("node is not on the PATH: testdata/golden.json is taken as it is")
	}
	version, err := exec.Command(node, "--version").Output()
	if err != nil {
		t.Fatalf("node --version: %v", err)
	}
	fresh, err := exec.Command(node, filepath.Join("testdata", "golden.js")).Output()
	if err != nil {
		t.Fatalf("node golden.js: %v", err)
	}
	golden, err := os.ReadFile(filepath.Join("testdata", "golden.json"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(version), "v20.") {
		fresh, golden = withoutMessages(fresh), withoutMessages(golden) // other versions word them differently
	}
	if !bytes.Equal(fresh, golden) {
		t.Errorf("testdata/golden.json is not what node %s writes: run node golden.js > golden.json in testdata",
			bytes.TrimSpace(version))
	}
}

func withoutMessages(golden []byte) []byte {
	return regexp.MustCompile(`(?m)"error":".*"\}(,?)$`).ReplaceAll(golden, []byte(`"error":""}$1`))
}
