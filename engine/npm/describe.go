package npm

// describe lists what was installed, and what is to be said of it.
func (w *work) describe(parts []*part) {
	for _, p := range parts {
		w.result.Packages = append(w.result.Packages, Installed{
			Path: p.path, Name: p.entry.Name, Version: p.entry.Version, Integrity: p.entry.Integrity, Optional: p.entry.Optional,
		})
		if w.result.Reused {
			continue // it was said when it was installed
		}
		w.doubts(p)
	}
}

func (w *work) doubts(p *part) {
	e := p.entry
	if e.HasInstallScript || p.scripted() {
		w.warn(WarnScript, p.label(), "has an install script, which guthega does not run: if it builds or fetches something, that is missing")
	}
	if p.stored != nil && len(p.stored.Native) > 0 {
		w.warn(WarnNative, p.label(), "has native code (%s), which guthega cannot load", p.stored.Native[0])
	}
	if err := w.host.Check(e.OS, e.CPU, e.Libc); err != nil {
		w.warn(WarnPlatform, p.label(), "%v", err)
	}
	if !w.finder.pick.Engines.Meets(e.Engines) {
		w.warn(WarnEngine, p.label(), "wants node %s; guthega stands for %s", e.Engines["node"], w.NodeVersion)
	}
	if e.Deprecated != "" {
		w.warn(WarnDeprecated, p.label(), "deprecated: %s", e.Deprecated)
	}
}

// scripted reads the package's own word on whether it has an install script: not every registry passes it on.
func (p *part) scripted() bool {
	if p.stored == nil {
		return false
	}
	m, err := readManifest(p.stored.Dir)
	return err == nil && m.HasInstallScript
}
