package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// spec is a script of specs.txt or drawn.txt.
type spec struct {
	name string // the package's, as package.json names it
	load string // the statements that load it into M
	body string
	es   bool // load has import statements

	drawn bool // it is one of drawn.txt
}

// allSpecs are the scripts of both lists, drawn.txt's last.
func allSpecs() ([]spec, error) {
	list, err := parseSpecs(specsText)
	if err != nil {
		return nil, fmt.Errorf("specs.txt: %w", err)
	}
	drawn, err := parseSpecs(drawnText)
	if err != nil {
		return nil, fmt.Errorf("drawn.txt: %w", err)
	}
	for _, s := range drawn {
		s.drawn = true
		if slices.ContainsFunc(list, func(t spec) bool { return t.name == s.name }) {
			return nil, fmt.Errorf("%s is in specs.txt and in drawn.txt", s.name)
		}
		list = append(list, s)
	}
	return list, nil
}

// parseSpecs reads a list of scripts.
func parseSpecs(text string) ([]spec, error) {
	before, rest, _ := strings.Cut("\n"+text, "\n### ")
	if strings.TrimSpace(before) != "" {
		return nil, errors.New("it begins with something else than ###")
	}
	var list []spec
	seen := make(map[string]bool)
	for section := range strings.SplitSeq(rest, "\n### ") {
		head, body, _ := strings.Cut(section, "\n")
		name, load, _ := strings.Cut(head, "|")
		s := spec{name: strings.TrimSpace(name), load: strings.TrimSpace(load), body: strings.TrimSpace(body)}
		if s.load == "" {
			s.load = fmt.Sprintf("const M=require('%s')", s.name)
		}
		s.es = strings.HasPrefix(s.load, "import ")
		if s.name == "" || s.body == "" || seen[s.name] {
			return nil, fmt.Errorf("%q has no name, no body, or is there twice", head)
		}
		seen[s.name] = true
		list = append(list, s)
	}
	return list, nil
}

// The ports that specs.txt names.
const (
	specEcho  = "18080"
	specRedis = "16399"
)

// ports are those of the servers that the scripts talk to.
type ports struct{ echo, redis string }

func (p ports) into(text string) string {
	return strings.NewReplacer(specEcho, p.echo, specRedis, p.redis).Replace(text)
}

// outOf puts the ports of specs.txt back, for what is recorded.
func (p ports) outOf(text string) string {
	return strings.NewReplacer(":"+p.echo, ":"+specEcho, ":"+p.redis, ":"+specRedis).Replace(text)
}

// printing is what scripts print with: strings as they are, the rest as JSON.
const printing = `const lines = [];
const print = (...values) => { for (const v of values) lines.push(typeof v === 'string' ? v : String(JSON.stringify(v))); };
`

// receiver is the script as a module whose handler returns the printed lines. An error that the script does not catch
// is the last of them.
func (s spec) receiver(p ports) (file, text string) {
	file, exports := fileName(s.name)+".cjs", "module.exports ="
	if s.es {
		file, exports = fileName(s.name)+".mjs", "export default"
	}
	return file, p.into(fmt.Sprintf(`%s;
%s%s () => async () => {
  try {
    await (async () => {
%s
    })();
  } catch (e) {
    print('threw ' + (e && e.stack ? e.name + ': ' + e.message : String(e)));
  }
  return lines;
};
`, s.load, printing, exports, s.body))
}

var notInNames = regexp.MustCompile(`[^a-zA-Z0-9.-]+`)

// fileName is a package's name as that of a file.
func fileName(name string) string {
	return strings.TrimPrefix(notInNames.ReplaceAllString(name, "-"), "-")
}
