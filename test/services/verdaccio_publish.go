package services

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha1"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"

	"github.com/guthega/guthega/engine/npm/registrytest"
)

// Publish publishes a package as the user of token: a folder with a package.json, or a .tgz that npm packed. Of a folder
// every regular file is in the package but those below node_modules. The version becomes latest, or gets the tag of
// publishConfig. A refusal is a *StatusError.
func (r *Registry) Publish(ctx context.Context, token, tgzOrFolder string) error {
	tarball, err := packed(tgzOrFolder)
	if err != nil {
		return fmt.Errorf("publishing %s: %w", tgzOrFolder, err)
	}
	return r.PublishTarball(ctx, token, tarball)
}

// PublishTarball publishes a package as the user of token: a gzipped tar with package/package.json.
func (r *Registry) PublishTarball(ctx context.Context, token string, tarball []byte) error {
	raw, err := packageJSON(tarball)
	if err != nil {
		return fmt.Errorf("publishing a tarball: %w", err)
	}
	name, document, err := publishDocument(r.URL, raw, tarball)
	if err != nil {
		return fmt.Errorf("publishing a tarball: %w", err)
	}
	put := request{method: http.MethodPut, path: "/" + url.PathEscape(name), token: token, body: document}
	if err := r.send(ctx, put, nil); err != nil {
		return fmt.Errorf("publishing %s: %w", name, err)
	}
	return nil
}

func packed(tgzOrFolder string) ([]byte, error) {
	st, err := os.Stat(tgzOrFolder)
	if err != nil {
		return nil, err
	}
	if !st.IsDir() {
		return os.ReadFile(tgzOrFolder)
	}
	files := map[string]string{}
	err = filepath.WalkDir(tgzOrFolder, func(file string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && d.Name() == "node_modules":
			return filepath.SkipDir
		case !d.Type().IsRegular():
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		below, err := filepath.Rel(tgzOrFolder, file)
		files[filepath.ToSlash(below)] = string(text)
		return err
	})
	if err != nil {
		return nil, err
	}
	return registrytest.Tarball(files), nil
}

// packageJSON finds the package.json of a package: it is in the archive's one top folder, however that is called.
func packageJSON(tarball []byte) ([]byte, error) {
	unzipped, err := gzip.NewReader(bytes.NewReader(tarball))
	if err != nil {
		return nil, err
	}
	archive := tar.NewReader(unzipped)
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil, errors.New("it has no package.json")
		}
		if err != nil {
			return nil, err
		}
		if _, file, _ := strings.Cut(header.Name, "/"); file == "package.json" {
			return io.ReadAll(archive)
		}
	}
}

// publishDocument makes what `npm publish` puts: the package's document with this one version, and the tarball in it.
// registry is where the tarball will be.
func publishDocument(registry string, packageJSON, tarball []byte) (name string, document any, err error) {
	var m map[string]any // as it is: registries keep members that they do not know
	if err := json.Unmarshal(packageJSON, &m); err != nil {
		return "", nil, fmt.Errorf("its package.json: %w", err)
	}
	name, _ = m["name"].(string)
	version, _ := m["version"].(string)
	if name == "" || version == "" {
		return "", nil, errors.New("its package.json wants a name and a version")
	}
	tag := "latest"
	if config, ok := m["publishConfig"].(map[string]any); ok {
		if t, ok := config["tag"].(string); ok {
			tag = t
		}
	}
	strong, weak := sha512.Sum512(tarball), sha1.Sum(tarball)
	m["_id"] = name + "@" + version
	m["dist"] = map[string]string{
		"integrity": "sha512-" + base64.StdEncoding.EncodeToString(strong[:]),
		"shasum":    hex.EncodeToString(weak[:]),
		"tarball":   registry + registrytest.TarballPath(name, version),
	}
	return name, map[string]any{
		"_id": name, "name": name,
		"dist-tags": map[string]string{tag: version},
		"versions":  map[string]any{version: m},
		"_attachments": map[string]any{name + "-" + version + ".tgz": map[string]any{
			"content_type": "application/octet-stream", "data": tarball, "length": len(tarball),
		}},
	}, nil
}
