package npmrc

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// Sources says where to look. The zero value looks in the working directory, the user's home and this process's
// environment.
type Sources struct {
	// Dirs are the folders that may have the project's .npmrc: the first that has one counts. nil is the working directory.
	Dirs []string
	// Home is the user's home folder, "" the one the system says. npm_config_userconfig names another user's file.
	Home string
	// Environ is the environment, as os.Environ has it; nil is that of the process.
	Environ []string
}

// layer is one source: its settings by key, the last of the same key counting. Lists have several values.
type layer struct {
	name   string // for messages: a path, or "the environment"
	dir    string // what relative paths in it are relative to
	values map[string][]string
	lists  map[string]bool // keys that were written with []: from then on values add up
}

func newLayer(name, dir string) *layer {
	return &layer{name: name, dir: dir, values: map[string][]string{}, lists: map[string]bool{}}
}

// Load reads the configuration. Errors: a file that is there and cannot be read, which may be the one that names a
// private registry; and every value that would send requests elsewhere than meant (*ValueError, joined).
func Load(s Sources) (*Config, error) {
	if s.Environ == nil {
		s.Environ = os.Environ()
	}
	if s.Dirs == nil {
		s.Dirs = []string{"."}
	}
	if s.Home == "" {
		s.Home, _ = os.UserHomeDir() // without one there is no user's file
	}
	env := environment(s.Environ)
	l := &loading{env: env, home: s.Home, config: &Config{}}
	layers := []*layer{l.environment()}
	for _, dir := range s.Dirs {
		project, err := l.file(filepath.Join(dir, ".npmrc"))
		if err != nil {
			return nil, err
		}
		if project != nil {
			layers = append(layers, project)
			break
		}
	}
	user := layers[0].get("userconfig")
	if user == "" && s.Home != "" {
		user = filepath.Join(s.Home, ".npmrc")
	}
	if user != "" {
		file, err := l.file(l.path(layers[0], user))
		if err != nil {
			return nil, err
		}
		if file != nil {
			layers = append(layers, file)
		}
	}
	l.layers = layers
	return l.build()
}

// environment makes a map; of a name that is there twice the last counts.
func environment(list []string) map[string]string {
	env := make(map[string]string, len(list))
	for _, pair := range list {
		if name, value, ok := strings.Cut(pair, "="); ok {
			env[name] = value
		}
	}
	return env
}

// loading is what Load works on.
type loading struct {
	env    map[string]string
	home   string
	layers []*layer // strongest first
	config *Config
}

func (l *loading) warn(format string, args ...any) {
	l.config.Warnings = append(l.config.Warnings, fmt.Sprintf(format, args...))
}

// file reads a .npmrc; nil where there is none.
func (l *loading) file(path string) (*layer, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading npm's configuration: %w", err)
	}
	f := newLayer(path, filepath.Dir(path))
	for _, s := range parse(string(data)) {
		l.set(f, s)
	}
	return f, nil
}

// environment reads npm_config_* and NPM_REGISTRY.
func (l *loading) environment() *layer {
	e := newLayer("the environment", ".")
	const prefix = "npm_config_"
	for _, name := range slices.Sorted(maps.Keys(l.env)) { // so that npm_config_ wins over NPM_CONFIG_, whatever the order
		value := l.env[name]
		if len(name) <= len(prefix) || !strings.EqualFold(name[:len(prefix)], prefix) || value == "" {
			continue
		}
		key := name[len(prefix):]
		if !strings.HasPrefix(key, "//") {
			key = strings.ToLower(key[:1] + strings.ReplaceAll(key[1:], "_", "-"))
		}
		l.set(e, setting{key: key, value: value})
	}
	if value := strings.TrimSpace(l.env["NPM_REGISTRY"]); value != "" {
		e.values["registry"] = []string{value}
	}
	return e
}

func (l *loading) set(to *layer, s setting) {
	key, _ := expand(s.key, l.env)
	value, unset := expand(s.value, l.env)
	for _, name := range unset {
		at := to.name
		if s.line > 0 {
			at = fmt.Sprintf("%s:%d", to.name, s.line)
		}
		l.warn("%s: the environment has no %s, which %s refers to: it stays as it stands", at, name, key)
	}
	if to.lists[key] = to.lists[key] || s.list; to.lists[key] {
		to.values[key] = append(to.values[key], value)
		return
	}
	to.values[key] = []string{value}
}

// get returns a single value, "" for none.
func (l *layer) get(key string) string {
	values := l.values[key]
	if len(values) == 0 || values[len(values)-1] == "null" {
		return ""
	}
	return values[len(values)-1]
}

// path makes a path that stands in a layer one that can be opened.
func (l *loading) path(in *layer, p string) string {
	if rest, ok := strings.CutPrefix(p, "~/"); ok && l.home != "" {
		return filepath.Join(l.home, rest)
	}
	if filepath.IsAbs(p) {
		return p
	}
	return filepath.Join(in.dir, p)
}
