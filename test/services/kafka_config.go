package services

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
)

// properties are those of a single node in KRaft mode that wastes no time and little memory.
func (k *KafkaServer) properties(o KafkaOptions) map[string]string {
	controller := k.ports[2].address()
	p := map[string]string{
		"process.roles":                  "broker,controller",
		"node.id":                        "1",
		"controller.quorum.voters":       "1@" + controller,
		"controller.listener.names":      "CONTROLLER",
		"inter.broker.listener.name":     "PLAINTEXT",
		"listeners":                      "PLAINTEXT://" + k.Address + ",CONTROLLER://" + controller,
		"advertised.listeners":           "PLAINTEXT://" + k.Address,
		"listener.security.protocol.map": "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT",
		"log.dirs":                       filepath.Join(k.dir, "data"),
		// One node has one replica of everything, and needs no 50 partitions for its offsets.
		"offsets.topic.num.partitions":             "1",
		"offsets.topic.replication.factor":         "1",
		"transaction.state.log.num.partitions":     "1",
		"transaction.state.log.replication.factor": "1",
		"transaction.state.log.min.isr":            "1",
		"default.replication.factor":               "1",
		// The first member of a group is not to wait for others.
		"group.initial.rebalance.delay.ms": "0",
		"group.min.session.timeout.ms":     "1000",
		"log.cleaner.dedupe.buffer.size":   "4194304",
	}
	if o.User == "" {
		return p
	}
	p["listeners"] += ",SASL_PLAINTEXT://" + k.SASLAddress
	p["advertised.listeners"] += ",SASL_PLAINTEXT://" + k.SASLAddress
	p["sasl.enabled.mechanisms"] = "PLAIN,SCRAM-SHA-256,SCRAM-SHA-512"
	const login = "listener.name.sasl_plaintext."
	p[login+"plain.sasl.jaas.config"] = fmt.Sprintf(
		`org.apache.kafka.common.security.plain.PlainLoginModule required user_%s="%s";`, o.User, o.Password)
	for _, mechanism := range scrams {
		p[login+strings.ToLower(mechanism)+".sasl.jaas.config"] = "org.apache.kafka.common.security.scram.ScramLoginModule required;"
	}
	return p
}

var scrams = [...]string{"SCRAM-SHA-256", "SCRAM-SHA-512"}

func writeProperties(file string, properties map[string]string) error {
	var text strings.Builder
	for _, name := range slices.Sorted(maps.Keys(properties)) {
		fmt.Fprintf(&text, "%s=%s\n", name, properties[name])
	}
	return os.WriteFile(file, []byte(text.String()), 0o600)
}

// format prepares the data folder, as Kafka wants it before its first start.
func format(ctx context.Context, java, jars, config string, o KafkaOptions) error {
	args := []string{"format", "--config", config, "--cluster-id", "guthegaTestsAAAAAAAAAA"}
	if o.User != "" {
		for _, mechanism := range scrams {
			args = append(args, "--add-scram", fmt.Sprintf("%s=[name=%s,password=%s]", mechanism, o.User, o.Password))
		}
	}
	argv := javaCommand(java, jars, "kafka.tools.StorageTool", args...)
	out, err := exec.CommandContext(ctx, argv[0], argv[1:]...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("formatting kafka's folder: %w\n%s", err, out)
	}
	return nil
}

// javaCommand is for a JVM that starts fast and stays small rather than one that gets fast.
func javaCommand(java, jars, class string, args ...string) []string {
	return append([]string{
		java, "-Xmx384m", "-Xms64m", "-XX:+UseSerialGC", "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
		"-cp", filepath.Join(jars, "*"), class,
	}, args...)
}
