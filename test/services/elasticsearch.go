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

// elasticVersion is that of test/elastic/pom.xml.
const elasticVersion = "7.17.29"

// elasticFiles are what a distribution would have beside its jars: the module that speaks HTTP, and what that may do.
var elasticFiles = map[string]string{
	"modules/transport-netty4/plugin-descriptor.properties": "name=transport-netty4\ndescription=HTTP\nclassname=org.elasticsearch.transport.Netty4Plugin\n" +
		"version=" + elasticVersion + "\nelasticsearch.version=" + elasticVersion + "\njava.version=1.8\n",
	"modules/transport-netty4/plugin-security.policy": `grant { permission java.net.SocketPermission "*", "accept,connect,resolve"; };` + "\n",
	"config/log4j2.properties": "rootLogger.level = warn\nrootLogger.appenderRef.console.ref = console\nappender.console.type = Console\n" +
		"appender.console.name = console\nappender.console.layout.type = PatternLayout\nappender.console.layout.pattern = %d %p %c %m%n\n",
	"config/jvm.options": "",
}

// StartElasticsearch starts an Elasticsearch that answers when StartElasticsearch returns, and has Maven fetch its parts first where that is
// needed. Nobody has to log in. Close ends it. An *Unavailable says that this machine has no Java or Maven, or that Maven could
// not fetch.
func StartElasticsearch(ctx context.Context) (*Server, error) {
	java, err := exec.LookPath("java")
	if err != nil {
		return nil, &Unavailable{Service: "elasticsearch", Needs: "java, version 17 or newer"}
	}
	root, err := moduleRoot()
	if err != nil {
		return nil, err
	}
	source := filepath.Join(root, "test", "elastic")
	jars := filepath.Join(source, "lib")
	err = installOnce(ctx, filepath.Join(source, "pom.xml"), jars, func(ctx context.Context) error { return mavenFetch(ctx, source, jars) })
	if err != nil {
		return nil, &Unavailable{Service: "elasticsearch", Needs: "mvn dependency:copy-dependencies in test/elastic to succeed", Err: err}
	}
	return newServer(ctx, "elasticsearch", func(_ context.Context, s *Server) error {
		become, own, err := unprivileged(s.dir) // it does not run as root
		if err != nil {
			return err
		}
		folder := func(name string) error {
			if err := os.MkdirAll(s.in(name), 0o755); err != nil {
				return err
			}
			return s.run(ctx, "chown", "--reference", s.dir, s.in(name))
		}
		for _, name := range []string{"config", "data", "logs", "plugins", "tmp", "lib", "modules", "modules/transport-netty4"} {
			if err := folder(name); err != nil {
				return err
			}
		}
		files := map[string]string{"config/elasticsearch.yml": fmt.Sprintf("discovery.type: single-node\nnetwork.host: 127.0.0.1\nhttp.port: %d\ntransport.port: 0\n", s.Port)}
		maps.Copy(files, elasticFiles)
		for name, text := range files {
			if err := own(name, []byte(text)); err != nil {
				return err
			}
		}
		// Its user may not be able to look into our folder.
		found, err := filepath.Glob(filepath.Join(jars, "*.jar"))
		if err != nil {
			return err
		}
		for _, jar := range found {
			text, err := os.ReadFile(jar)
			if err != nil {
				return err
			}
			into := "lib/"
			if base := filepath.Base(jar); strings.HasPrefix(base, "netty-") || strings.HasPrefix(base, "transport-") {
				into = "modules/transport-netty4/"
			}
			if err := own(into+filepath.Base(jar), text); err != nil {
				return err
			}
		}
		s.command.argv = slices.Concat(become, []string{"env", "LIBFFI_TMPDIR=" + s.in("tmp"), java, "-Xms256m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1",
			"-Djava.security.manager=allow", "-Djava.io.tmpdir=" + s.in("tmp"), "-Dlog4j2.disable.jmx=true", "-Des.path.home=" + s.dir, "-Des.path.conf=" + s.in("config"),
			"-Des.distribution.flavor=oss", "-Des.distribution.type=tar", "-Des.bundled_jdk=false", "-cp", s.in("lib/*"), "org.elasticsearch.bootstrap.Elasticsearch"})
		if s.command.argv[0], err = exec.LookPath(s.command.argv[0]); err != nil {
			return err
		}
		s.hurry = os.Kill // what it has acknowledged is on the disk, and its own end takes it a quarter of a minute
		s.ready = func(ctx context.Context) error {
			return answersOK(ctx, "http://"+s.Address+"/_cluster/health?wait_for_status=yellow&timeout=1s")
		}
		return nil
	})
}
