package store

import (
	"archive/tar"
	"fmt"
	"io"
	"strings"
)

// unpack writes what the tar in r holds into f. It reads r to its end, so that what is damaged behind the last file is
// noticed too.
func unpack(r io.Reader, f *folder) error {
	t := tar.NewReader(r)
	for n := 0; ; n++ {
		h, err := t.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return fmt.Errorf("reading the tarball: %w", err)
		}
		// What is passed over takes time as well; folders that no entry names are counted in f.
		if n >= f.limits.Files {
			return tooMany(f.limits.Files)
		}
		if err := unpackEntry(h, t, f); err != nil {
			return err
		}
	}
	if f.info.Files == 0 {
		return &HostileError{Reason: "there is no file below a top folder in it"}
	}
	if _, err := io.CopyBuffer(io.Discard, onlyReader{r}, f.buf); err != nil {
		return fmt.Errorf("reading the tarball: %w", err)
	}
	return nil
}

// onlyReader keeps io.Copy from taking shortcuts around a buffer it is given.
type onlyReader struct{ io.Reader }

func unpackEntry(h *tar.Header, r io.Reader, f *folder) error {
	what := ""
	switch h.Typeflag {
	case tar.TypeReg, tar.TypeCont, tar.TypeGNUSparse, tar.TypeDir:
	case tar.TypeXGlobalHeader: // git archive writes the commit there
		return nil
	case tar.TypeSymlink:
		what = "a symbolic link"
	case tar.TypeLink:
		what = "a hard link"
	case tar.TypeChar, tar.TypeBlock:
		what = "a device"
	case tar.TypeFifo:
		what = "a named pipe"
	default:
		what = fmt.Sprintf("an entry of the unknown type %q", h.Typeflag)
	}
	p := ""
	if what == "" {
		p, what = entryPath(h.Name)
	}
	switch {
	case what != "":
		return &HostileError{Entry: h.Name, Reason: what}
	case p == "": // the top folder itself, or a file beside it, such as macOS's "._package"; npm drops them too
		return nil
	case h.Typeflag == tar.TypeDir, strings.HasSuffix(h.Name, "/"): // a file so named is how tar of 1979 has folders
		return f.mkdir(p)
	}
	return f.create(p, h.Mode&0o111 != 0, r)
}
