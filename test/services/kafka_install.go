package services

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

// installKafka returns the paths of java and of the folder of Kafka's jars, and has Maven fetch what the folder's pom.xml says
// where that is not there yet.
func installKafka(ctx context.Context, o KafkaOptions) (java, jars string, err error) {
	java, err = exec.LookPath("java")
	if err != nil {
		return "", "", &Unavailable{Service: "kafka", Needs: "java, version 17 or newer"}
	}
	root, err := moduleRoot()
	if err != nil {
		return "", "", fmt.Errorf("installing kafka: %w", err)
	}
	folder := "kafka"
	if o.Old {
		folder = "kafka39"
	}
	dir := filepath.Join(root, "test", folder)
	jars = filepath.Join(dir, "lib")
	err = installOnce(ctx, filepath.Join(dir, "pom.xml"), jars, func(ctx context.Context) error { return mavenFetch(ctx, dir, jars) })
	if err != nil {
		return "", "", &Unavailable{Service: "kafka", Needs: "mvn dependency:copy-dependencies in test/" + folder + " to succeed", Err: err}
	}
	return java, jars, nil
}

func mavenFetch(ctx context.Context, dir, jars string) error {
	mvn, err := exec.LookPath("mvn")
	if err != nil {
		return err
	}
	if err := os.RemoveAll(jars); err != nil { // those of another pom.xml
		return err
	}
	cmd := exec.CommandContext(ctx, mvn, "--batch-mode", "--quiet", "dependency:copy-dependencies")
	cmd.Dir = dir
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%w\n%s", err, out)
	}
	return nil
}
