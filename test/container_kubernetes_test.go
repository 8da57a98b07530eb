package test

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/guthega/guthega/conf"
)

// kubernetesObject has the members of a ConfigMap and of a Deployment that the test looks at.
type kubernetesObject struct {
	Kind string
	Data map[string]string
	Spec struct {
		Template struct{ Spec podSpec }
	}
}

type podSpec struct {
	Grace           int64 `yaml:"terminationGracePeriodSeconds"`
	SecurityContext struct {
		NonRoot bool  `yaml:"runAsNonRoot"`
		User    int64 `yaml:"runAsUser"`
	} `yaml:"securityContext"`
	Containers []struct {
		Env            []struct{ Name, Value string }
		StartupProbe   probe `yaml:"startupProbe"`
		ReadinessProbe probe `yaml:"readinessProbe"`
		LivenessProbe  probe `yaml:"livenessProbe"`
		Ports          []struct {
			Name   string
			Number int `yaml:"containerPort"`
		}
		SecurityContext struct {
			ReadOnly bool `yaml:"readOnlyRootFilesystem"`
		} `yaml:"securityContext"`
		Mounts []struct {
			Name string
			Path string `yaml:"mountPath"`
		} `yaml:"volumeMounts"`
	}
	Volumes []struct {
		Name  string
		Empty *struct{ SizeLimit string } `yaml:"emptyDir"`
	}
}

type probe struct {
	Get struct{ Path, Port string } `yaml:"httpGet"`
}

func TestKubernetes(t *testing.T) {
	var configs, deployment kubernetesObject
	decode(t, "../container/kubernetes/deployment.yaml", &configs, &deployment)
	if diff := cmp.Diff([]string{"ConfigMap", "Deployment"}, []string{configs.Kind, deployment.Kind}); diff != "" {
		t.Fatalf("objects (-want +got):\n%s", diff)
	}
	none := func(string) (string, bool) { return "", false }
	if _, err := conf.ParseReceiver("receiver.json", []byte(configs.Data["receiver.json"]), none); err != nil {
		t.Error(err)
	}
	source, err := conf.ParseSource("source.json", []byte(configs.Data["source.json"]), none)
	if err != nil {
		t.Fatal(err)
	}
	pod := deployment.Spec.Template.Spec
	if grace, least := time.Duration(pod.Grace)*time.Second, source.DrainTimeout+hardStop; grace <= least {
		t.Errorf("terminationGracePeriodSeconds is %s, and a stop may take %s", grace, least)
	}
	if !pod.SecurityContext.NonRoot || pod.SecurityContext.User == 0 || len(pod.Containers) != 1 {
		t.Fatalf("it wants one container that is not root's: %+v", pod)
	}
	c := pod.Containers[0]
	if !c.SecurityContext.ReadOnly {
		t.Error("the root file system can be written")
	}
	env, ports, mounts, empty := map[string]string{}, map[string]int{}, map[string]string{}, map[string]bool{}
	for _, e := range c.Env {
		env[e.Name] = e.Value
	}
	for _, p := range c.Ports {
		ports[p.Name] = p.Number
	}
	for _, v := range pod.Volumes {
		empty[v.Name] = v.Empty != nil
	}
	for _, m := range c.Mounts {
		mounts[m.Path] = m.Name
	}
	for path, p := range map[string]probe{"/live": c.LivenessProbe, "/ready": c.ReadinessProbe} {
		if p.Get.Path != path || env["GUTHEGA_ADMIN"] != fmt.Sprintf(":%d", ports[p.Get.Port]) {
			t.Errorf("a probe asks %s on the port %d, want %s on %s", p.Get.Path, ports[p.Get.Port], path, env["GUTHEGA_ADMIN"])
		}
	}
	if c.StartupProbe.Get != c.ReadinessProbe.Get {
		t.Error("without a startup probe an install that takes long is killed by the liveness probe")
	}
	if ports["http"] != source.HTTP.Port {
		t.Errorf("the source listens on %d, the container's port is %d", source.HTTP.Port, ports["http"])
	}
	if !empty[mounts[env["GUTHEGA_STORE"]]] {
		t.Errorf("the store %q is not on an emptyDir", env["GUTHEGA_STORE"])
	}
}
