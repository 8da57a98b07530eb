package services

import (
	"errors"
	"testing"
)

// ends records how a test was ended.
type ends struct {
	testing.TB
	how string
}

func (*ends) Helper()        {}
func (e *ends) Skip(...any)  { e.how = "skipped"; panic(e) }
func (e *ends) Fatal(...any) { e.how = "failed"; panic(e) }

func TestDemand(t *testing.T) {
	missing := &Unavailable{Service: "verdaccio", Needs: "node and npm"}
	tests := map[string]struct {
		ci   string
		err  error
		want string
	}{
		"there":             {"true", nil, ""},
		"missing":           {"", missing, "skipped"},
		"missing in CI":     {"true", missing, "failed"},
		"something else":    {"", errors.New("broken"), "failed"},
		"something in CI":   {"true", errors.New("broken"), "failed"},
		"missing, CI=false": {"false", missing, "skipped"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Setenv("CI", tt.ci)
			e := &ends{}
			func() {
				defer func() {
					if r := recover(); r != nil && r != any(e) {
						panic(r)
					}
				}()
				demand(e, tt.err)
			}()
			if e.how != tt.want {
				t.Errorf("it was %q, want %q", e.how, tt.want)
			}
		})
	}
}

// TestWithoutNode asks for a registry on a machine that has nothing.
func TestWithoutNode(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	_, err := StartVerdaccio(t.Context(), RegistryOptions{})
	if _, ok := errors.AsType[*Unavailable](err); !ok || err.Error() != "verdaccio needs node and npm" {
		t.Errorf("got %v", err)
	}
}
