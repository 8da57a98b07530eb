package test

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.yaml.in/yaml/v3"

	"github.com/guthega/guthega/conf"
)

// hardStop is how long guthega takes at the most after drainTimeout: DESIGN.md, "Stop".
const hardStop = 8 * time.Second

func TestCompose(t *testing.T) {
	var file struct {
		Services map[string]struct {
			Image       string
			Volumes     []string
			Ports       []string
			Healthcheck struct{ Test []string }
			DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
			Grace       time.Duration                         `yaml:"stop_grace_period"`
		}
		Volumes map[string]any
	}
	decode(t, "../container/docker-compose.yml", &file)
	names := slices.Sorted(maps.Keys(file.Services))
	if diff := cmp.Diff([]string{"guthega", "kafka", "rabbitmq", "redis"}, names); diff != "" {
		t.Errorf("services (-want +got):\n%s", diff)
	}
	for name, s := range file.Services {
		if len(s.Healthcheck.Test) < 2 || s.Image == "" {
			t.Errorf("%s wants an image and a health check, has %+v", name, s)
		}
		for _, port := range s.Ports {
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s: the port %s is open to the network", name, port)
			}
		}
	}
	guthega := file.Services["guthega"]
	for _, broker := range names[1:] {
		if guthega.DependsOn[broker].Condition != "service_healthy" {
			t.Errorf("guthega does not wait for %s: %v", broker, guthega.DependsOn)
		}
	}
	for _, volume := range guthega.Volumes {
		from, _, _ := strings.Cut(volume, ":")
		if _, named := file.Volumes[from]; named {
			continue
		}
		if _, err := os.Stat("../container/" + from); err != nil {
			t.Errorf("the volume %s: %v", volume, err)
		}
	}
	if least := conf.DefaultSource().DrainTimeout + hardStop; guthega.Grace <= least {
		t.Errorf("stop_grace_period is %s, and a stop may take %s", guthega.Grace, least)
	}
}

// decode decodes the documents of a YAML file, of which there must be one for each of to.
func decode(t *testing.T, file string, to ...any) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	documents := yaml.NewDecoder(bytes.NewReader(text))
	for _, v := range to {
		if err := documents.Decode(v); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
	}
	if err := documents.Decode(new(any)); !errors.Is(err, io.EOF) {
		t.Errorf("%s has more than %d documents (%v)", file, len(to), err)
	}
}
